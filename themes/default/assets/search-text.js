// The search's half that only knows text: it cuts queries, compares words, and shows where a text has what
// was found. search.js finds; both are loaded when a reader first searches.
(function (crib) {
  "use strict";

  var LONGEST = 32;
  var SIGIL = /[@*$%#.!&~-]{1,3}$/;
  var JOINER = /^[+\-./:#&]{1,2}$/;
  var WORD = /[\p{Alphabetic}\p{N}_]+|[^\p{Alphabetic}\p{N}_]+/gu;
  var IS_WORD = /^[\p{Alphabetic}\p{N}_]/u;
  var IDEOGRAPHS = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+/g;
  var COST = /(^|[^\p{Alphabetic}\p{N}_])([oΘΩ]\((?:[^()]|\([^()]*\))*\))/giu;

  /* Cutting: as src/search/token.rs cuts what is indexed. */

  function strip(string) {
    return string.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC");
  }

  // A query as units: each a term, and the terms that stand for it together where there is none.
  function units(query) {
    var found = [];
    var string = strip(query).replace(COST, function (all, before, cost) {
      found.push({ term: cost.replace(/[\s^*·×]/g, "").toLowerCase(), parts: [] });
      return before + " ";
    });
    string.split(/\s+/).forEach(function (chunk) {
      unitsOf(chunk.match(WORD) || [], found);
    });
    found = found.filter(function (unit, at) {
      var isRepeat = found.findIndex(function (other) { return other.term === unit.term; }) < at;
      return unit.term && unit.term.length <= LONGEST && !isRepeat;
    });
    if (found.length && /[\p{Alphabetic}\p{N}_]$/u.test(query)) found[found.length - 1].isOpen = true;
    return found;
  }

  function unitsOf(runs, found) {
    for (var at = 0; at < runs.length; at += 1) {
      if (!IS_WORD.test(runs[at])) {
        operators(runs, at, found);
        continue;
      }
      var start = at;
      while (at + 2 < runs.length && JOINER.test(runs[at + 1])) at += 2;
      var words = runs.slice(start, at + 1).filter(function (run) { return IS_WORD.test(run); });
      var ending = /^(\+\+|#)/.exec(runs[at + 1] || "");
      var term = sigil(runs, start) + runs.slice(start, at + 1).join("") + (ending ? ending[0] : "");
      if (start >= 2 && /^['’]$/.test(runs[start - 1]) && term.length <= 2) continue;
      ideographs(term.toLowerCase()).forEach(function (each) {
        found.push({ term: each, parts: each === term.toLowerCase() ? partsOf(words, each) : [] });
      });
    }
  }

  function partsOf(words, term) {
    return words.map(function (word) { return word.toLowerCase().replace(/^_+|_+$/g, ""); })
      .filter(function (word) { return word && word !== term; });
  }

  function sigil(runs, at) {
    var found = at > 0 ? SIGIL.exec(runs[at - 1]) : null;
    return found && (found[0] !== runs[at - 1] || at < 2) ? found[0] : "";
  }

  function operators(runs, at, found) {
    var string = runs[at];
    if (at + 1 < runs.length) string = string.slice(0, string.length - sigil(runs, at + 1).length);
    var isAlone = runs.length === 1 && string.length === 1;
    if (at > 0 && /^(\+\+|#)/.test(string)) return;
    string.split(/[^+\-*/%=<>!&|^~:@.?\\#$]/).forEach(function (operator) {
      if (isAlone || operator.length > 1 && operator.length < 5) found.push({ term: operator, parts: [] });
    });
  }

  function ideographs(term) {
    if (term.search(IDEOGRAPHS) < 0) return [term];
    var found = [];
    term.replace(IDEOGRAPHS, function (group) {
      if (group.length === 1) found.push(group);
      for (var at = 0; at + 1 < group.length; at += 1) found.push(group.slice(at, at + 2));
      return " ";
    }).split(" ").forEach(function (rest) { if (rest) found.push(rest); });
    return found;
  }

  // True for what is more than words: operators, names with sigils.
  function isSymbol(term) {
    return !IS_WORD.test(term);
  }

  // English words without their usual endings: enough to join "caching" and "cached".
  function stem(word) {
    var cut = word
      .replace(/ies$/, "y")
      .replace(/(ss|x|ch|sh)es$/, "$1")
      .replace(/([^su])s$/, "$1")
      .replace(/(\w{3})(ations?|ating|ated|ates?|ators?|ions?|ings?|ed|ers?|ors?|ly|able)$/, "$1")
      .replace(/([b-df-hj-np-rtv-z])\1$/, "$1")
      .replace(/[ey]$/, "");
    return cut.length >= 3 ? cut : word;
  }

  // True if one letter is missing, too many, wrong, or two have changed places.
  function isTypo(typed, term) {
    var difference = typed.length - term.length;
    if (difference > 1 || difference < -1) return false;
    var start = 0;
    while (start < typed.length && typed[start] === term[start]) start += 1;
    var end = 0;
    while (end < Math.min(typed.length, term.length) - start &&
      typed[typed.length - 1 - end] === term[term.length - 1 - end]) end += 1;
    var left = typed.slice(start, typed.length - end);
    var right = term.slice(start, term.length - end);
    return left.length < 2 && right.length < 2 ||
      left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
  }

  /* Showing where a string has what was found. */

  // Returns the places of found terms in a text, in order, none over another.
  function places(string, hits) {
    var found = [];
    var pattern = /[\p{Alphabetic}\p{N}_]+/gu;
    for (var match = pattern.exec(string); match; match = pattern.exec(string)) {
      var lower = strip(match[0]).toLowerCase();
      if (hits.has(lower) || hits.has(lower.replace(/^_+|_+$/g, ""))) found.push([match.index, match.index + match[0].length]);
    }
    var lower = string.toLowerCase();
    hits.forEach(function (hit) {
      if (IS_WORD.test(hit) && !/[^\p{Alphabetic}\p{N}_]/u.test(hit)) return;
      for (var at = lower.indexOf(hit); at >= 0; at = lower.indexOf(hit, at + hit.length)) found.push([at, at + hit.length]);
    });
    found.sort(function (left, right) { return left[0] - right[0] || right[1] - left[1]; });
    return found.filter(function (place, at) {
      for (var before = at - 1; before >= 0; before -= 1) if (found[before][1] > place[0]) return false;
      return true;
    });
  }

  // Cuts a text at what was found: pieces, every second of them a hit.
  function parts(string, hits) {
    var pieces = [];
    var end = 0;
    places(string, hits).forEach(function (place) {
      pieces.push(string.slice(end, place[0]), string.slice(place[0], place[1]));
      end = place[1];
    });
    pieces.push(string.slice(end));
    return pieces;
  }

  // Returns the part of a text with the most of what was found.
  function excerpt(string, hits) {
    var WIDTH = 170;
    if (string.length <= WIDTH) return string;
    var found = places(string, hits);
    var best = 0;
    var start = 0;
    found.forEach(function (place) {
      var kinds = new Set();
      found.forEach(function (other) {
        if (other[0] >= place[0] && other[1] < place[0] + WIDTH - 40) kinds.add(string.slice(other[0], other[1]).toLowerCase());
      });
      if (kinds.size > best) {
        best = kinds.size;
        start = place[0];
      }
    });
    start = start < 50 ? 0 : string.indexOf(" ", start - 40) + 1;
    var end = start + WIDTH < string.length ? string.lastIndexOf(" ", start + WIDTH) : string.length;
    if (end <= start) end = start + WIDTH;
    return (start ? "… " : "") + string.slice(start, end) + (end < string.length ? " …" : "");
  }

  crib.searchText = { excerpt: excerpt, isSymbol: isSymbol, isTypo: isTypo, parts: parts, stem: stem, strip: strip, units: units };
})(window.crib = window.crib || {});
