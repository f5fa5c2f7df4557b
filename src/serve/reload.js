// Of the development server, not of the site: listens for news and acts on them.
(function () {
  "use strict";
  var version = document.currentScript.dataset.version;
  var source = null;
  var banner = null;

  function listen() {
    if (source || document.hidden) return;
    source = new EventSource("/__crib/events?version=" + version);
    // What is wrong now is told anew on every connection.
    source.addEventListener("open", function () { show(""); });
    source.addEventListener("reload", function () {
      hush();
      location.reload();
    });
    source.addEventListener("styles", function (event) {
      var news = JSON.parse(event.data);
      version = news.version;
      news.styles.forEach(swap);
    });
    source.addEventListener("problems", function (event) {
      show(JSON.parse(event.data));
    });
  }

  // A browser has few connections for one server: pages that nobody sees give theirs back.
  function hush() {
    if (source) source.close();
    source = null;
  }

  function swap(style) {
    document.querySelectorAll('link[rel~="stylesheet"]').forEach(function (link) {
      if (decodeURIComponent(new URL(link.href).pathname) !== "/" + style.old) return;
      var fresh = link.cloneNode();
      fresh.href = "/" + style.new.split("/").map(encodeURIComponent).join("/") + "?" + version;
      // The old one goes when the new one is there: no moment without style.
      fresh.addEventListener("load", function () { link.remove(); });
      link.after(fresh);
    });
  }

  function show(html) {
    var page = document.querySelector("body > #crib-problems");
    if (page && html) page.outerHTML = html;
    if (page) return;
    if (banner) banner.remove();
    banner = null;
    if (!html) return;
    banner = document.createElement("div");
    banner.attachShadow({ mode: "open" }).innerHTML =
      '<link rel="stylesheet" href="/__crib/problems.css">' + html;
    document.body.append(banner);
  }

  document.addEventListener("visibilitychange", function () {
    if (document.hidden) hush();
    else listen();
  });
  // A page that comes back from the browser's history may be an old one.
  addEventListener("pagehide", hush);
  addEventListener("pageshow", listen);
  listen();
})();
