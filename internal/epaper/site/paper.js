// What a reader's keys and pointer do beyond plain links. Every page works without it.
(function () {
  "use strict";
  // All areas of one story, and its line in the list, light up together.
  document.querySelectorAll("[data-article]").forEach(function (one) {
    function lit(on) {
      document.querySelectorAll("[data-article]").forEach(function (other) {
        if (other.dataset.article === one.dataset.article) other.classList.toggle("lit", on);
      });
    }
    one.addEventListener("pointerenter", function () { lit(true); });
    one.addEventListener("pointerleave", function () { lit(false); });
    one.addEventListener("focus", function () { lit(true); });
    one.addEventListener("blur", function () { lit(false); });
  });
  document.addEventListener("keydown", function (e) {
    if (e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
    var rel = e.key === "ArrowLeft" ? "prev" : e.key === "ArrowRight" ? "next" : "";
    var link = rel && document.querySelector("link[rel=" + rel + "]");
    if (link) location.href = link.href;
  });
  var buttons = document.querySelectorAll("button[data-size]");
  function set(size) {
    document.documentElement.style.setProperty("--size", size + "px");
    buttons.forEach(function (b) { b.setAttribute("aria-pressed", String(b.dataset.size === size)); });
    try { localStorage.setItem("size", size); } catch (e) { /* a folder opened without storage */ }
  }
  buttons.forEach(function (b) { b.addEventListener("click", function () { set(b.dataset.size); }); });
  if (buttons.length) {
    var kept = "18";
    try { kept = localStorage.getItem("size") || kept; } catch (e) { /* as above */ }
    set(kept);
  }
  var here = document.querySelector(".pages [aria-current]");
  if (here) here.parentNode.scrollLeft = here.offsetLeft - here.parentNode.offsetLeft - 20;
  document.documentElement.dataset.ready = "yes";
})();
