// What the other scripts share, under one name: `crib`. Pages are complete without any of them.
(function () {
  "use strict";

  var crib = window.crib = window.crib || {};
  var prefix = "crib:" + document.documentElement.dataset.book + ":";

  // Words of the interface: the strings whose keys begin with `script_`.
  crib.text = crib.text || {};

  // Puts values where a string has `{}`, one after the other.
  crib.fill = function (text) {
    var values = Array.prototype.slice.call(arguments, 1);
    return text.replace(/\{\}/g, function () { return values.shift(); });
  };

  // Values that are remembered, by default for good; `sessionStorage` is for this visit. Storage may
  // be blocked, full, or hold what nobody understands: then nothing is remembered.
  crib.load = function (key, store) {
    try { return JSON.parse(window[store || "localStorage"].getItem(prefix + key)); } catch (error) { return null; }
  };
  crib.loadList = function (key, store) {
    var list = crib.load(key, store);
    return Array.isArray(list) ? list : [];
  };
  crib.save = function (key, value, store) {
    try {
      if (value === null) window[store || "localStorage"].removeItem(prefix + key);
      else window[store || "localStorage"].setItem(prefix + key, JSON.stringify(value));
    } catch (error) { /* see above */ }
  };

  crib.all = function (selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  };
  // Makes an element: `crib.make("p", "note", "Text", child, …)`.
  crib.make = function (tag, className) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    made.append.apply(made, Array.prototype.slice.call(arguments, 2));
    return made;
  };
  crib.button = function (className, label) {
    var made = crib.make("button", className, label);
    made.type = "button";
    return made;
  };

  // Makes a dialog with a heading and a button that closes it; show it with `showModal()`. A click
  // beside it closes it too, and the browser gives the focus back.
  crib.dialog = function (className, title) {
    var close = crib.button("close", "×");
    var heading = crib.make("h2", "", title);
    var made = crib.make("dialog", className, heading, close);
    close.setAttribute("aria-label", crib.text.close);
    made.setAttribute("aria-label", title);
    made.append.apply(made, Array.prototype.slice.call(arguments, 2));
    close.addEventListener("click", function () { made.close(); });
    made.addEventListener("click", function (event) { if (event.target === made) made.close(); });
    document.body.append(made);
    return made;
  };

  // Says something to screen readers, without moving the focus.
  var status = crib.make("p", "sr");
  status.setAttribute("role", "status");
  document.body.append(status);
  crib.say = function (message) {
    status.textContent = "";
    setTimeout(function () { status.textContent = message; }, 50);
  };

  // Where the site begins, and what names a page wherever the site is: `core/typing.html`.
  var home = document.querySelector(".brand");
  crib.root = new URL(".", home ? home.href : location.href).href;
  crib.pathOf = function (url) {
    var path = new URL(url, location.href).href.replace(/[?#].*/, "");
    if (path.indexOf(crib.root) !== 0) return null;
    path = path.slice(crib.root.length);
    try { path = decodeURIComponent(path); } catch (error) { return null; }
    if (path === "" || path.slice(-1) === "/") return path + "index.html";
    // Some servers show pages without the end of their names.
    return /\.html$/.test(path) ? path : path + ".html";
  };
  crib.path = crib.pathOf(location.href);

  // Shortcuts: `crib.key("/ Mod+k", "Search", open)`. `Mod` is Ctrl, or Command on a Mac. Keys without
  // it can be switched off, and are never taken from who is writing or from a dialog.
  crib.keys = [];
  crib.key = function (names, label, action) {
    crib.keys.push({ names: names.split(" "), label: label, action: action });
  };
  function nameOf(event) {
    var name = event.key;
    // Keyboards of other scripts still have the letters somewhere.
    if (name > "\x7f" && /^Key/.test(event.code)) name = event.code.slice(3).toLowerCase();
    return (event.ctrlKey || event.metaKey ? "Mod+" : "") + name;
  }
  function isTyping(at) {
    return at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName);
  }
  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.isComposing || event.repeat || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    var name = nameOf(event);
    if (name.indexOf("Mod+") && (crib.load("keys") === false || isTyping(event.target))) return;
    var found = crib.keys.filter(function (key) { return key.names.indexOf(name) >= 0; })[0];
    if (!found) return;
    event.preventDefault();
    found.action();
  });
})();
