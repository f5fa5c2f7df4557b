// Finds sections of the book for a query. Loaded when a reader first searches; search-box.js shows what
// it finds. Knows nothing of the page: it is told how to load a script of the index by name.
//
// What the scripts of the index hold is described in the manual, under "Themes: the search index".
(function (crib) {
  "use strict";

  var LONGEST = 32;
  var SIGIL = /[@*$%#.!&~-]{1,3}$/;
  var JOINER = /^[+\-./:#&]{1,2}$/;
  var WORD = /[\p{Alphabetic}\p{N}_]+|[^\p{Alphabetic}\p{N}_]+/gu;
  var IS_WORD = /^[\p{Alphabetic}\p{N}_]/u;
  var IDEOGRAPHS = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+/g;
  var COST = /(^|[^\p{Alphabetic}\p{N}_])([oΘΩ]\((?:[^()]|\([^()]*\))*\))/giu;

  // What a hit is worth that is not the word itself.
  var STEM = 0.8;
  var PREFIX = 0.75;
  var TYPO = 0.6;
  var PART = 0.55;
  var EXACT = 1.3;
  var COMMON = 0.5;

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

  /* Reading the index. */

  function digit(string, at) {
    var code = string.charCodeAt(at) - 33;
    return code > 59 ? code - 2 : code > 1 ? code - 1 : code;
  }

  // Calls `each` with every number of a string of numbers, and where the next begins.
  function numbers(string, each) {
    var value = 0;
    var scale = 1;
    for (var at = 0; at < string.length; at += 1) {
      var low = digit(string, at);
      value += low % 46 * scale;
      scale *= 46;
      if (low >= 46) continue;
      at += each(value, at + 1) || 0;
      value = 0;
      scale = 1;
    }
  }

  function postings(string) {
    var list = [];
    var next = 0;
    numbers(string, function (distance, at) {
      list.push([next + distance, digit(string, at)]);
      next += distance + 1;
      return 1;
    });
    return list;
  }

  function terms(string) {
    var last = [];
    return string.split("\n").map(function (line) {
      last = last.slice(0, digit(line, 0)).concat(Array.from(line.slice(1)));
      return last.join("");
    });
  }

  // Terms are in the order of code points; `<` would take halves of a letter for it.
  function order(left, right) {
    for (var at = 0; at < left.length && at < right.length; at += 1) {
      if (left[at] !== right[at]) return left.codePointAt(at) - right.codePointAt(at);
    }
    return left.length - right.length;
  }

  // Returns the number of the last entry for which `isAfter` is false, or else 0.
  function last(list, isAfter) {
    var low = 0;
    var high = list.length;
    while (high - low > 1) {
      var middle = low + high >> 1;
      if (isAfter(list[middle])) high = middle;
      else low = middle;
    }
    return low;
  }

  function firstFrom(words, word) {
    var at = last(words, function (each) { return order(each, word) >= 0; });
    return words.length && order(words[at], word) < 0 ? at + 1 : at;
  }

  /* Searching. */

  crib.search = function (load) {
    var files = {};
    var index;

    function file(name, read) {
      if (!files[name]) {
        files[name] = load(name).then(read || function (data) { return data; });
        files[name].catch(function () { delete files[name]; });
      }
      return files[name];
    }

    function begin() {
      return file("index").then(function (data) {
        index = data;
        if (!index.firsts) {
          var first = 0;
          index.firsts = [];
          numbers(index.pages, function (size) { index.firsts.push(first); first += size; });
        }
      });
    }

    function dictionary(number) {
      return file(index.terms[number][0], terms);
    }

    function shardOf(word) {
      return last(index.terms, function (entry) { return order(entry[1], word) > 0; });
    }

    // Returns what may be meant by a word: the numbers of terms, and what each is worth.
    function meant(word, isOpen, isExact) {
      var shard = shardOf(word);
      return dictionary(shard).then(function (words) {
        var offset = index.terms[shard][2];
        var found = near(words, word, isOpen, isExact).map(function (hit) {
          return { number: offset + hit.at, term: words[hit.at], weight: hit.weight };
        });
        if (found.length || isExact || word.length < 4 || !/^[\p{L}\p{M}]+$/u.test(word)) return found;
        return corrected(word, shard);
      });
    }

    function near(words, word, isOpen, isExact) {
      var found = [];
      var isEnglish = index.language === "en" && word.length > 3;
      var stemmed = isEnglish && stem(word);
      var beginning = isEnglish && !isExact ? word.slice(0, 3) : word;
      var hasExact = words[firstFrom(words, word)] === word;
      for (var at = firstFrom(words, beginning); at < words.length && words[at].startsWith(beginning); at += 1) {
        var weight = 0;
        if (words[at] === word) weight = 1;
        else if (isExact) break;
        else if (stemmed && stem(words[at]) === stemmed) weight = STEM;
        else if ((isOpen || !hasExact) && words[at].startsWith(word)) {
          weight = PREFIX * (isOpen ? 1 : 0.6) * Math.sqrt(word.length / words[at].length);
        }
        if (weight) found.push({ at: at, weight: weight });
      }
      return found.sort(function (left, right) { return right.weight - left.weight; }).slice(0, 24);
    }

    // Looks for typos where the word would stand, and only then everywhere: the first letter may be wrong.
    function corrected(word, shard) {
      function inShard(number) {
        return dictionary(number).then(function (words) {
          var found = [];
          words.forEach(function (term, at) {
            if (isTypo(word, term)) found.push({ number: index.terms[number][2] + at, term: term, weight: TYPO });
          });
          return found;
        });
      }
      return inShard(shard).then(function (found) {
        if (found.length) return found;
        return Promise.all(index.terms.map(function (entry, number) { return inShard(number); }))
          .then(function (all) { return [].concat.apply([], all); });
      });
    }

    // Scores sections for what is meant: a map from section to score. Notes the terms that were found.
    function scored(meanings, hits) {
      return Promise.all(meanings.map(function (meaning) {
        var at = last(index.postings, function (entry) { return entry[1] > meaning.number; });
        var entry = index.postings[at];
        return file(entry[0]).then(function (lists) {
          hits.add(meaning.term);
          return postings(lists[meaning.number - entry[1]]);
        });
      })).then(function (lists) {
        var scores = new Map();
        lists.forEach(function (list, at) {
          var rarity = Math.log(1 + (index.sections - list.length + 0.5) / (list.length + 0.5));
          list.forEach(function (posting) {
            var score = meanings[at].weight * rarity * posting[1];
            if (!(scores.get(posting[0]) >= score)) scores.set(posting[0], score);
          });
        });
        return scores;
      });
    }

    function word(string, isOpen, isExact, hits) {
      return meant(string, isOpen, isExact).then(function (meanings) { return scored(meanings, hits); });
    }

    // A unit's sections: of its term, or of all its parts.
    function unitScores(unit, hits) {
      var isSymbol = unit.parts.length > 0 || !IS_WORD.test(unit.term);
      var whole = word(unit.term, unit.isOpen, isSymbol && !unit.isOpen, hits);
      var parts = unit.parts.map(function (part) { return word(part, false, false, hits); });
      return Promise.all([whole].concat(parts)).then(function (all) {
        var scores = new Map();
        all[0].forEach(function (score, section) { scores.set(section, score * (isSymbol ? EXACT : 1)); });
        if (all.length > 1) {
          all[1].forEach(function (score, section) {
            var sum = 0;
            for (var at = 1; at < all.length; at += 1) {
              if (!all[at].has(section)) return;
              sum += all[at].get(section);
            }
            scores.set(section, Math.max(scores.get(section) || 0, sum * PART));
          });
        }
        return scores;
      });
    }

    function isCommon(unit) {
      return index.stop_words.indexOf(unit.term) >= 0;
    }

    function rank(query, hits) {
      var all = units(query);
      var areCommon = all.every(isCommon);
      var exact = strip(query).trim().split(/\s+/).join(" ").toLowerCase();
      var asked = all.map(function (unit) { return unitScores(unit, hits); });
      if (all.length > 1) asked.push(word(exact, false, true, hits));
      return Promise.all(asked).then(function (lists) {
        var bonus = all.length > 1 ? lists.pop() : new Map();
        var total = 0;
        var sums = new Map();
        var covered = new Map();
        lists.forEach(function (scores, at) {
          if (!scores.size) return;
          var weight = isCommon(all[at]) && !areCommon ? COMMON : 1;
          var mass = weight * Math.log(1 + index.sections / scores.size);
          total += mass;
          scores.forEach(function (score, section) {
            sums.set(section, (sums.get(section) || 0) + score * weight);
            covered.set(section, (covered.get(section) || 0) + mass);
          });
        });
        sums.forEach(function (sum, section) {
          var share = covered.get(section) / total;
          sums.set(section, sum * Math.pow(share, 1.5));
        });
        bonus.forEach(function (score, section) {
          sums.set(section, (sums.get(section) || 0) + score * EXACT);
        });
        return sums;
      });
    }

    // Groups sections by page: a page is as good as its best section, and a little better for more.
    function pages(scores) {
      var byPage = new Map();
      scores.forEach(function (score, section) {
        var page = last(index.firsts, function (first) { return first > section; });
        if (!byPage.has(page)) byPage.set(page, []);
        byPage.get(page).push({ section: section, score: score });
      });
      return Array.from(byPage.values(), function (sections) {
        sections.sort(function (left, right) { return right.score - left.score || left.section - right.section; });
        var next = sections.slice(1, 3).reduce(function (sum, each) { return sum + each.score; }, 0);
        return { score: sections[0].score + 0.3 * next, sections: sections };
      }).sort(function (left, right) {
        return right.score - left.score || left.sections[0].section - right.sections[0].section;
      });
    }

    // Returns where a section is and what it says.
    function textOf(section) {
      var at = last(index.texts, function (entry) { return entry[1] > section; });
      return file(index.texts[at][0]).then(function (content) {
        var left = section - index.texts[at][1];
        var page = 0;
        while (left >= content[page][3].length) left -= content[page++][3].length;
        var own = content[page][3][left];
        return {
          url: content[page][0] + (own[0] ? "#" + own[0] : ""),
          page: content[page][0], pageTitle: content[page][1], trail: content[page][2],
          kind: /^(card|question|exercise):/.test(own[0]) ? own[0].split(":")[0] : "",
          title: own[1], text: own[2]
        };
      });
    }

    // Resolves to the best pages, each with its best sections.
    function find(query, nPages) {
      var hits = new Set();
      return begin().then(function () { return rank(query, hits); }).then(function (scores) {
        var found = pages(scores).slice(0, nPages || 8);
        return Promise.all(found.map(function (page) {
          var good = page.sections.filter(function (each) { return each.score > page.sections[0].score * 0.5; });
          return Promise.all(good.slice(0, 3).map(function (each) { return textOf(each.section); }));
        }));
      }).then(function (results) {
        return results.map(function (sections) {
          return {
            url: sections[0].page, title: sections[0].pageTitle, trail: sections[0].trail,
            sections: sections.map(function (section) {
              section.titleParts = parts(section.title, hits);
              section.excerpt = parts(excerpt(section.text, hits), hits);
              return section;
            })
          };
        });
      });
    }

    return { find: find };
  };

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

  crib.searchUnits = units;
})(window.crib = window.crib || {});
