// The search as readers see it: a dialog on every page, and search.html. What finds is search.js, which is
// loaded when a search begins.
(function () {
  "use strict";

  var crib = window.crib;
  var opener = document.querySelector(".finder");
  if (!crib || !crib.dialog || !opener) return;
  var text = crib.text;
  var n_boxes = 0;

  /* Scripts, which alone can be loaded from disk. */

  function script(url) {
    return new Promise(function (resolve, reject) {
      var made = document.createElement("script");
      made.src = url;
      made.onload = resolve;
      made.onerror = function () { reject(new Error(url)); };
      document.head.append(made);
    });
  }

  var waiting = {};
  crib.shard = function (name, data) { waiting[name] = data; };

  // Loads a script of the index. `suffix` gets past a copy of `index.js` that a browser kept.
  function loader(suffix) {
    return function (name) {
      return script(crib.root + "search/" + name + ".js" + (name === "index" ? suffix : "")).then(function () {
        var key = name.split(".")[0];
        var data = waiting[key];
        delete waiting[key];
        return data;
      });
    };
  }

  var engine;
  function begin(suffix) {
    // In this order: the second needs the first.
    var scripts = crib.search ? [] : opener.dataset.search.split(" ");
    engine = scripts.reduce(function (before, url) {
      return before.then(function () { return script(url); });
    }, Promise.resolve())
      .then(function () { return crib.search(loader(suffix)); });
    engine.catch(function () { engine = null; });
    return engine;
  }

  // A site that was published anew has other files than an index from before names: then once more.
  function find(query, nPages) {
    function ask(made) { return made.find(query, nPages); }
    return (engine || begin("")).then(ask).catch(function () {
      return begin("?" + Date.now()).then(ask);
    });
  }

  /* Results. */

  function marked(tag, className, pieces) {
    var made = crib.make(tag, className);
    pieces.forEach(function (piece, at) {
      if (piece) made.append(at % 2 ? crib.make("mark", "", piece) : piece);
    });
    return made;
  }

  function option(section, page, id) {
    var link = crib.make("a", "hit");
    link.href = crib.root + section.url;
    link.id = id;
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    var title = section.title ? marked("b", "", section.titleParts) : crib.make("b", "", page.title);
    if (section.kind) title.prepend(crib.make("small", section.kind, text[section.kind]), " ");
    link.append(title);
    if (section.excerpt.join("")) link.append(marked("span", "excerpt", section.excerpt));
    return link;
  }

  function group(page, number, prefix) {
    var where = crib.make("p", "where", page.trail.concat(page.title).join(" › "));
    where.id = prefix + "-page" + number;
    var made = crib.make("div", "");
    made.setAttribute("role", "group");
    made.setAttribute("aria-labelledby", where.id);
    made.append(where);
    page.sections.forEach(function (section, at) {
      made.append(option(section, page, prefix + "-" + number + "-" + at));
    });
    return made;
  }

  // Makes an input a search box whose results are shown in `list`. Returns a function that searches.
  function box(input, list, nPages, after) {
    var prefix = "hit" + (n_boxes += 1);
    var status = crib.make("p", "status");
    var chosen = -1;
    var asked = 0;
    status.setAttribute("role", "status");
    status.textContent = text.search_hint;
    list.before(status);
    list.id = prefix;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", text.search_results);
    [["role", "combobox"], ["aria-controls", prefix], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
      ["autocomplete", "off"], ["autocapitalize", "none"], ["spellcheck", "false"]]
      .forEach(function (pair) { input.setAttribute(pair[0], pair[1]); });

    function hits() { return crib.all(".hit", list); }

    function choose(next) {
      var all = hits();
      if (all[chosen]) all[chosen].removeAttribute("aria-selected");
      chosen = all.length ? (next + all.length) % all.length : -1;
      if (chosen < 0) return input.removeAttribute("aria-activedescendant");
      all[chosen].setAttribute("aria-selected", "true");
      all[chosen].scrollIntoView({ block: "nearest", behavior: "instant" });
      input.setAttribute("aria-activedescendant", all[chosen].id);
    }

    function show(query, pages) {
      var n = 0;
      list.replaceChildren.apply(list, pages.map(function (page, at) {
        n += page.sections.length;
        return group(page, at, prefix);
      }));
      list.scrollTop = 0;
      input.setAttribute("aria-expanded", n > 0);
      status.textContent = !query ? text.search_hint : n ? crib.fill(n === 1 ? text.search_one : text.search_many, n)
        : crib.fill(text.search_none, query);
      choose(0);
      if (after) after(query, n);
    }

    function search() {
      var query = input.value.trim();
      var number = asked += 1;
      if (!query) return show("", []);
      // The blank at the end says that the last word is whole.
      find(input.value, nPages).then(function (pages) {
        if (number === asked) show(query, pages);
      }, function () {
        if (number === asked) status.textContent = text.search_failed;
      });
    }

    input.addEventListener("input", search);
    input.addEventListener("keydown", function (event) {
      if (event.isComposing || event.altKey) return;
      if (event.key === "ArrowDown") choose(chosen + 1);
      else if (event.key === "ArrowUp") choose(chosen - 1);
      else if (event.key === "Enter" && chosen >= 0) open(hits()[chosen], event);
      else return;
      event.preventDefault();
    });
    choose(-1);
    return search;
  }

  function open(link, event) {
    if (event.ctrlKey || event.metaKey) window.open(link.href);
    else link.click();
  }

  /* The dialog, made when it is first opened. */

  function field() {
    var input = crib.make("input", "");
    input.type = "search";
    input.setAttribute("aria-label", text.search);
    input.placeholder = text.search_field;
    return input;
  }

  var show;
  function dialog() {
    var input = field();
    var list = crib.make("div", "hits");
    var all = crib.make("a", "more", text.search_all);
    var made = crib.dialog("search", text.search, input, list, all);
    var search = box(input, list, 8, function (query, n) {
      all.hidden = !n;
      all.href = opener.href + "?q=" + encodeURIComponent(query);
      crib.save("query", query || null, "sessionStorage");
    });
    list.addEventListener("click", function (event) {
      if (event.target.closest("a") && !event.ctrlKey && !event.metaKey) made.close();
    });
    return function (query) {
      if (made.open) return;
      made.showModal();
      input.value = query;
      input.focus();
      input.select();
      search();
    };
  }

  function openDialog() {
    // On the page that is all search there is a box already.
    var own = document.getElementById("query");
    if (own) return own.focus();
    show = show || dialog();
    show(crib.load("query", "sessionStorage") || "");
  }

  opener.setAttribute("role", "button");
  opener.setAttribute("aria-haspopup", "dialog");
  opener.addEventListener("click", function (event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openDialog();
  });
  opener.addEventListener("keydown", function (event) {
    if (event.key !== " ") return;
    event.preventDefault();
    openDialog();
  });
  crib.key("/ Mod+k", text.search, openDialog);

  /* The boxes of search.html and of the home page. */

  function page() {
    var form = document.querySelector("form.searching");
    if (!form) return;
    var input = form.querySelector("input");
    var isOwn = input.id === "query";
    var search = box(input, form.querySelector(".hits"), isOwn ? 30 : 5, function (query) {
      if (!isOwn) return;
      try {
        history.replaceState(null, "", query ? "?q=" + encodeURIComponent(query) : location.pathname);
      } catch (error) { /* Some browsers do not let pages on disk change their address. */ }
    });
    form.hidden = false;
    if (!isOwn) return;
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    input.value = new URLSearchParams(location.search).get("q") || "";
    if (input.value) search();
    if (!location.hash) input.focus();
  }
  page();
})();
