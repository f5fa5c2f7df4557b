// Finds sections of the book for a query. Loaded with search-text.js when a reader first searches;
// search-box.js shows what it finds. Knows nothing of the page: it is told how to load a script of the
// index by name.
//
// What the scripts of the index hold is described in the manual, under "Themes: the search index".
(function (crib) {
  "use strict";

  var prose = crib.searchText;

  // What a hit is worth that is not the word itself.
  var STEM = 0.8;
  var PREFIX = 0.75;
  var TYPO = 0.6;
  var PART = 0.55;
  var EXACT = 1.3;
  var COMMON = 0.5;

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
      var stemmed = isEnglish && prose.stem(word);
      var beginning = isEnglish && !isExact ? word.slice(0, 3) : word;
      var hasExact = words[firstFrom(words, word)] === word;
      for (var at = firstFrom(words, beginning); at < words.length && words[at].startsWith(beginning); at += 1) {
        var weight = 0;
        if (words[at] === word) weight = 1;
        else if (isExact) break;
        else if (stemmed && prose.stem(words[at]) === stemmed) weight = STEM;
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
            if (prose.isTypo(word, term)) found.push({ number: index.terms[number][2] + at, term: term, weight: TYPO });
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
      var isSymbol = unit.parts.length > 0 || prose.isSymbol(unit.term);
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
      var all = prose.units(query);
      var areCommon = all.every(isCommon);
      var exact = prose.strip(query).trim().split(/\s+/).join(" ").toLowerCase();
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
              section.titleParts = prose.parts(section.title, hits);
              section.excerpt = prose.parts(prose.excerpt(section.text, hits), hits);
              return section;
            })
          };
        });
      });
    }

    return { find: find };
  };
})(window.crib);
