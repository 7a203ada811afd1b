// 审核页的键：J 下一件，K 上一件，B 退回。同意没有单键，免得误按。
(function () {
  "use strict";
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox") { return; }
    // 键是比较出来的，不拼进选择器：引号也是键
    var target = Array.from(document.querySelectorAll("[data-key]")).find(function (one) {
      return one.dataset.key === event.key.toLowerCase();
    });
    if (!target) { return; }
    event.preventDefault();
    // B 只把光标送到“退回”，再按回车才退回
    if (target.tagName === "BUTTON") { target.focus(); } else { target.click(); }
  });
})();
