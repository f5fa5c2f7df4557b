// Adds to every page: colours, copying, tabs, contents that follow, a sidebar that remembers.
(function () {
  "use strict";

  if (!window.crib || !crib.key) return;
  var root = document.documentElement;
  var all = crib.all;
  var text = crib.text;

  function colours() {
    var control = document.querySelector(".mode");
    if (!control) return;
    var modes = ["auto", "light", "dark"];
    var name = control.getAttribute("aria-label");
    function show() {
      var mode = root.dataset.theme || "auto";
      control.dataset.mode = mode;
      control.title = name + ": " + text["mode_" + mode];
      control.setAttribute("aria-label", control.title);
    }
    control.hidden = false;
    control.addEventListener("click", function () {
      var next = modes[(modes.indexOf(root.dataset.theme || "auto") + 1) % 3];
      if (next === "auto") delete root.dataset.theme;
      else root.dataset.theme = next;
      crib.save("mode", next === "auto" ? null : next);
      show();
    });
    crib.key("t", text.key_colours, function () {
      control.click();
      crib.say(control.title);
    });
    show();
  }

  // Of a console session only what was typed, of a diff only what stays.
  function codeOf(pre) {
    var code = pre.querySelector("code").cloneNode(true);
    all(".del", code).forEach(function (line) { line.remove(); });
    var lines = code.textContent.split("\n");
    if (!/^>>> /.test(lines[0])) return code.textContent;
    return lines.filter(function (line) { return /^(>>>|\.\.\.)( |$)/.test(line); })
      .map(function (line) { return line.slice(4); }).join("\n");
  }

  function copying() {
    if (!navigator.clipboard) return;
    all(".code").forEach(function (figure) {
      var pre = figure.querySelector("pre");
      var control = crib.button("copy", text.copy);
      control.addEventListener("click", function () {
        navigator.clipboard.writeText(codeOf(pre)).then(function () {
          control.textContent = text.copied;
          crib.say(text.copied);
          setTimeout(function () { control.textContent = text.copy; }, 1600);
        });
      });
      figure.appendChild(control);
    });
  }

  function tabs() {
    var groups = all("body:not(.print, .cheatsheet) .tabs").map(function (group, index) {
      var panels = all(":scope > .tab", group);
      var list = document.createElement("div");
      list.setAttribute("role", "tablist");
      var controls = panels.map(function (panel, position) {
        var control = crib.button("", panel.dataset.tab);
        panel.id = "tab:" + index + ":" + position;
        panel.setAttribute("role", "tabpanel");
        panel.setAttribute("aria-label", panel.dataset.tab);
        control.setAttribute("role", "tab");
        control.setAttribute("aria-controls", panel.id);
        control.addEventListener("click", function () { choose(panel.dataset.tab, control); });
        control.addEventListener("keydown", function (event) {
          var step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
          if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
          if (root.dir === "rtl") step = -step;
          var next = controls[(position + step + controls.length) % controls.length];
          next.focus();
          next.click();
          event.preventDefault();
        });
        list.appendChild(control);
        return control;
      });
      group.prepend(list);
      group.classList.add("on");
      return { panels: panels, controls: controls };
    });
    function select(group, label) {
      var found = group.panels.findIndex(function (panel) { return panel.dataset.tab === label; });
      if (found < 0) return;
      group.panels.forEach(function (panel, position) {
        panel.hidden = position !== found;
        group.controls[position].setAttribute("aria-selected", position === found);
        group.controls[position].tabIndex = position === found ? 0 : -1;
      });
    }
    // Other groups change height, so keep the one in use where it is.
    function choose(label, control) {
      var before = control.getBoundingClientRect().top;
      groups.forEach(function (group) { select(group, label); });
      scrollBy({ top: control.getBoundingClientRect().top - before, behavior: "instant" });
      crib.save("tab", label);
    }
    groups.forEach(function (group) {
      select(group, group.panels[0].dataset.tab);
      select(group, crib.load("tab"));
    });
  }

  function contents() {
    var fold = document.querySelector(".toc details");
    if (!fold) return;
    var wide = matchMedia("(min-width: 80rem)");
    function adapt() { fold.open = wide.matches; }
    wide.addEventListener("change", adapt);
    adapt();
    var links = all("a", fold);
    var targets = links.map(function (link) {
      return document.getElementById(decodeURIComponent(link.hash.slice(1)));
    });
    var current = null;
    var waiting = false;
    function spy() {
      waiting = false;
      var found = -1;
      targets.forEach(function (target, position) {
        if (target && target.getBoundingClientRect().top < 160) found = position;
      });
      var next = links[found] || null;
      if (next === current) return;
      if (current) current.removeAttribute("aria-current");
      if (next) {
        next.setAttribute("aria-current", "true");
        if (wide.matches) fold.scrollTop = next.offsetTop - fold.clientHeight / 2;
      }
      current = next;
    }
    addEventListener("scroll", function () {
      if (!waiting) requestAnimationFrame(spy);
      waiting = true;
    }, { passive: true });
    fold.addEventListener("click", function (event) {
      if (event.target.closest("a") && !wide.matches) fold.open = false;
    });
    spy();
  }

  // The sidebar keeps its folds and its place from page to page, for this visit.
  function sidebar() {
    var side = document.getElementById("nav");
    if (!side) return;
    var folds = all("details", side);
    var key = function (fold) { return fold.querySelector("summary").textContent; };
    var open = crib.loadList("open", "sessionStorage");
    folds.forEach(function (fold) {
      if (open.indexOf(key(fold)) >= 0) fold.open = true;
      fold.addEventListener("toggle", function () {
        var now = folds.filter(function (each) { return each.open; }).map(key);
        crib.save("open", now, "sessionStorage");
      });
    });
    var place = crib.load("side", "sessionStorage");
    if (place !== null) side.scrollTop = place;
    var current = side.querySelector("[aria-current]");
    if (current) {
      var box = current.getBoundingClientRect();
      var frame = side.getBoundingClientRect();
      if (box.top < frame.top || box.bottom > frame.bottom) {
        side.scrollTop += box.top - frame.top - frame.height / 3;
      }
    }
    addEventListener("pagehide", function () { crib.save("side", side.scrollTop, "sessionStorage"); });
  }

  // A link to something folded unfolds it.
  function unfold() {
    var id;
    // What somebody has typed may be no text.
    try { id = decodeURIComponent(location.hash.slice(1)); } catch (error) { return; }
    var target = document.getElementById(id);
    for (var at = target; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
    if (target && target.closest("details")) target.scrollIntoView();
  }

  // One control for all answers of a page.
  function folds() {
    var control = document.querySelector(".folds button");
    var answers = all(".body details:not(.whole)");
    if (!control || !answers.length) return;
    var label = control.textContent;
    function isOpen() { return answers.every(function (fold) { return fold.open; }); }
    function show() { control.textContent = isOpen() ? text.close_all : label; }
    function toggle() {
      var open = !isOpen();
      var before = control.getBoundingClientRect().top;
      answers.forEach(function (fold) { fold.open = open; });
      if (before > 0) scrollBy({ top: control.getBoundingClientRect().top - before, behavior: "instant" });
      show();
    }
    control.addEventListener("click", toggle);
    answers.forEach(function (fold) { fold.addEventListener("toggle", show); });
    crib.key("o", text.key_folds, toggle);
    show();
  }

  // Paper cannot be clicked. Browsers that know no better have the folds opened, and then as they were.
  function printing() {
    if (CSS.supports("selector(::details-content)")) return;
    var opened = [];
    addEventListener("beforeprint", function () {
      opened = all(".body details:not([open])");
      opened.forEach(function (fold) { fold.open = true; });
    });
    addEventListener("afterprint", function () {
      opened.forEach(function (fold) { fold.open = false; });
    });
  }

  function moving() {
    [["n", text.key_next, ".pager .next"], ["p", text.key_previous, ".pager .prev"], ["h", text.home, ".brand"]].forEach(function (key) {
      var link = document.querySelector(key[2]);
      if (link) crib.key(key[0], key[1], function () { link.click(); });
    });
  }

  function helping() {
    crib.key("?", text.key_help, help);
    var control = crib.button("plain", text.keys);
    control.addEventListener("click", help);
    document.querySelector(".foot").append(crib.make("p", "", control));
  }

  // The list is made when it is asked for: other scripts add to it.
  function help() {
    var list = crib.make("dl");
    function isHelp(key) { return key.action === help; }
    crib.keys.slice().sort(function (a, b) { return isHelp(a) - isHelp(b); }).forEach(function (key) {
      var keys = crib.make("dt");
      key.names.forEach(function (name) {
        keys.append(crib.make("kbd", "", nameOnKeyboard(name)), " ");
      });
      list.append(crib.make("div", "", keys, crib.make("dd", "", key.label)));
    });
    var box = crib.make("input");
    box.type = "checkbox";
    box.setAttribute("role", "switch");
    box.checked = crib.load("keys") !== false;
    box.addEventListener("change", function () { crib.save("keys", box.checked ? null : false); });
    var dialog = crib.dialog("help", text.keys, list, crib.make("label", "", box, " " + text.keys_switch));
    dialog.addEventListener("close", function () { dialog.remove(); });
    dialog.showModal();
  }
  function nameOnKeyboard(name) {
    var isMac = /Mac|iP/.test(navigator.platform);
    return name.replace(/^Mod\+(.)/, function (_, key) { return (isMac ? "\u2318" : "Ctrl+") + key.toUpperCase(); });
  }

  moving();
  colours();
  copying();
  tabs();
  contents();
  sidebar();
  folds();
  printing();
  helping();
  unfold();
  addEventListener("hashchange", unfold);
})();
