// 单键：数字选，U 回上一问，P 换一项，L 看信；打字时不管，能关掉，关了这台电脑上都关着（区分处理的单键也听这个开关）。
(function () {
  "use strict";
  var KEPT = "gk-keys", root = document.documentElement;

  function kept() {
    try { return window.localStorage.getItem(KEPT); } catch (error) { return null; } // 不让存的浏览器，这一页里照样能关
  }
  root.dataset.keys = kept() === "off" ? "off" : "on";

  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-keys-switch]")) { return; }
    root.dataset.keys = root.dataset.keys === "on" ? "off" : "on";
    try { window.localStorage.setItem(KEPT, root.dataset.keys); } catch (error) { /* 只管这一页 */ }
  });

  function follow(link) { if (link) { link.click(); } }
  function next() {
    var items = Array.from(document.querySelectorAll(".rq-asks .rq-points a"));
    var at = items.findIndex(function (one) { return one.hasAttribute("aria-current"); });
    return items.length > 1 ? items[(at + 1) % items.length] : null;
  }

  document.addEventListener("keydown", function (event) {
    if (root.dataset.keys !== "on" || !document.querySelector(".rq-asks")) { return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) { return; }
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "radio") { return; }
    var key = event.key.toLowerCase();
    if (/^[1-9]$/.test(key)) {
      var one = document.querySelectorAll(".rq-q .is-on input[type=radio]")[Number(key) - 1];
      if (one) { event.preventDefault(); one.checked = true; one.focus(); } // 按回车才定
    } else if (key === "u") {
      follow(document.querySelector(".rq-q .q-edit"));
    } else if (key === "p") {
      follow(next());
    } else if (key === "l") {
      document.getElementById("letter").focus();
    }
  });
})();
