// Sets the colours before the first paint. Blocking on purpose; keep it tiny.
(function (root) {
  root.classList.add("js");
  try {
    var mode = JSON.parse(localStorage.getItem("crib:" + root.dataset.book + ":mode"));
    if (mode === "light" || mode === "dark") root.dataset.theme = mode;
  } catch (error) {
    // Storage may be blocked, or hold what is no word; the system's colours are fine.
  }
})(document.documentElement);
