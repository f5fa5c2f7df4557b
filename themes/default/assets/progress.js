// Remembers which pages were read, and shows it in the sidebar and on the map of the home page.
(function () {
  "use strict";

  if (!window.crib || !crib.key) return;
  var text = crib.text;
  var mark = document.querySelector(".done button");
  var map = document.querySelector(".map");

  function read() { return crib.loadList("read"); }
  function isRead(link, paths) { return paths.indexOf(crib.pathOf(link.href)) >= 0; }

  // A check mark, with a word for those who do not see it.
  function check(link, yes) {
    var word = link.querySelector(".sr");
    link.classList.toggle("read", yes);
    if (yes && !word) link.append(crib.make("span", "sr", " (" + text.read + ")"));
    if (!yes && word) word.remove();
  }

  function toggle() {
    var paths = read();
    var at = paths.indexOf(crib.path);
    if (at < 0) paths.push(crib.path);
    else paths.splice(at, 1);
    crib.save("read", paths.length ? paths : null);
    show();
    // Also right where nothing can be remembered.
    mark.setAttribute("aria-pressed", at < 0);
    return at < 0;
  }

  function bar(label) {
    var made = crib.make("progress");
    made.setAttribute("aria-label", label);
    return made;
  }
  function fill(progress, n, max) {
    progress.max = max;
    progress.value = n;
  }

  // What the map shows beside its links: the folders' progress, and that of the whole.
  var folders = [];
  var total = null;
  function home() {
    folders = crib.all("section", map).map(function (section) {
      var links = crib.all("ol a", section);
      var sum = section.querySelector(".sum");
      if (!links.length || !sum) return null;
      var count = crib.make("span", "count");
      var progress = bar(section.querySelector("h2").textContent);
      sum.append(count);
      sum.after(progress);
      return { links: links, count: count, bar: progress };
    }).filter(Boolean);
    total = { links: crib.all("ol a, .single h2 a", map), count: crib.make("span", "count"), bar: bar(text.progress) };
    var forget = crib.button("plain", text.forget);
    total.forget = forget;
    forget.addEventListener("click", ask);
    document.querySelector(".head").append(crib.make("div", "progress", total.bar, total.count, forget));
    var start = document.querySelector(".start");
    if (start) {
      total.start = start;
      total.next = crib.make("a", "button");
      start.before(total.next);
    }
    plans();
  }

  function ask() {
    var yes = crib.button("button", text.forget_yes);
    var no = crib.button("button quiet", text.forget_no);
    var dialog = crib.dialog("ask", text.forget, crib.make("p", "", text.forget_question), crib.make("p", "actions", yes, no));
    no.addEventListener("click", function () { dialog.close(); });
    yes.addEventListener("click", function () {
      crib.save("read", null);
      crib.save("last", null);
      dialog.close();
      show();
      document.getElementById("main").focus();
      crib.say(text.forgotten);
    });
    dialog.addEventListener("close", function () { dialog.remove(); });
    dialog.showModal();
    no.focus();
  }

  // The chosen plan is chosen next time as well.
  function plans() {
    var kept = crib.load("plan");
    crib.all(".plans input").forEach(function (input) {
      if (input.value === kept) input.checked = true;
      input.addEventListener("change", function () { crib.save("plan", input.value); });
    });
  }

  // Where to go on: at the page opened last, or else at the next one that is not read.
  function goOn(paths) {
    var links = total.links;
    var last = crib.load("last");
    var from = links.findIndex(function (link) { return crib.pathOf(link.href) === last; });
    var order = links.slice(Math.max(from, 0)).concat(links.slice(0, Math.max(from, 0)));
    var found = order.filter(function (link) { return !isRead(link, paths); })[0];
    var isBegun = from >= 0 || paths.length > 0;
    total.next.hidden = !found || !isBegun;
    total.start.classList.toggle("quiet", !total.next.hidden);
    if (!found) return;
    var section = found.closest("section");
    var isFolder = found.matches("li:first-child > .row > a") && found.href === section.querySelector("h2 a").href;
    total.next.href = found.href;
    total.next.textContent = crib.fill(text.continue, (isFolder ? section.querySelector("h2 a") : found).firstChild.data);
  }

  function show() {
    var paths = read();
    crib.all("#nav a, .map a").forEach(function (link) { check(link, isRead(link, paths)); });
    if (mark) mark.setAttribute("aria-pressed", paths.indexOf(crib.path) >= 0);
    if (!total) return;
    folders.concat(total).forEach(function (part) {
      var n = part.links.filter(function (link) { return isRead(link, paths); }).length;
      var words = part === total ? text.progress_all : text.progress_some;
      part.count.textContent = crib.fill(words, n, part.links.length);
      fill(part.bar, n, part.links.length);
    });
    total.forget.hidden = !paths.length && !crib.load("last");
    if (total.next) goOn(paths);
  }

  if (mark) {
    mark.addEventListener("click", toggle);
    crib.key("r", text.key_mark, function () { crib.say(toggle() ? text.read : text.unread); });
    crib.save("last", crib.path);
  }
  if (map) home();
  show();
  // Another tab, or a page that the browser had kept.
  addEventListener("storage", show);
  addEventListener("pageshow", function (event) { if (event.persisted) show(); });
})();
