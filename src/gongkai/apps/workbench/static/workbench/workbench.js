// Small comforts on staff screens. Everything works without them.
(function () {
  "use strict";
  // 全选本页
  document.querySelectorAll("[data-tick-all]").forEach(function (all) {
    var boxes = all.closest("form, table").querySelectorAll("tbody input[type=checkbox]");
    all.addEventListener("change", function () {
      boxes.forEach(function (box) { box.checked = all.checked && !box.disabled; });
      count();
    });
    boxes.forEach(function (box) { box.addEventListener("change", count); });
    function count() {
      var chosen = Array.prototype.filter.call(boxes, function (box) { return box.checked; });
      boxes.forEach(function (box) { box.closest("tr").classList.toggle("is-on", box.checked); });
      document.querySelectorAll("[data-tick-count]").forEach(function (out) {
        out.textContent = chosen.length ? "已选 " + chosen.length + " 件" : "还没有选";
      });
    }
  });
  // 选了哪些文件
  document.querySelectorAll(".gk-file").forEach(function (box) {
    var input = box.querySelector("input");
    input.addEventListener("change", function () {
      box.querySelector("[data-file-names]").textContent =
        Array.prototype.map.call(input.files, function (f) { return f.name; }).join("、");
    });
  });
  // 拖放文件：只是替人选好文件，仍由按钮提交
  document.querySelectorAll("[data-drop]").forEach(function (zone) {
    var input = zone.querySelector("input[type=file]");
    ["dragenter", "dragover"].forEach(function (kind) {
      zone.addEventListener(kind, function (event) { event.preventDefault(); zone.classList.add("is-over"); });
    });
    ["dragleave", "drop"].forEach(function (kind) {
      zone.addEventListener(kind, function () { zone.classList.remove("is-over"); });
    });
    zone.addEventListener("drop", function (event) {
      event.preventDefault();
      if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; input.dispatchEvent(new Event("change")); }
    });
  });
  // 选一个候选读法，就填进对应的格子
  document.querySelectorAll("[data-fill]").forEach(function (button) {
    button.addEventListener("click", function () {
      var field = document.getElementById(button.getAttribute("data-fill"));
      field.value = button.getAttribute("data-value");
      field.focus();
    });
  });
  // 打印本页
  document.querySelectorAll("button[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
  // 连按两下只交一次：第二下不再送出；回到本页、或者过了十秒，又可以按
  var sent = new WeakMap();
  window.addEventListener("pageshow", function () { sent = new WeakMap(); });
  window.addEventListener("submit", function (event) {
    if (event.defaultPrevented || event.target.method !== "post") { return; }
    if (Date.now() - (sent.get(event.target) || 0) < 10000) { event.preventDefault(); return; }
    sent.set(event.target, Date.now());
  });
  // 出错时先到错误说明
  var wrong = document.querySelector(".gk-wrong");
  if (wrong) { wrong.focus(); }
})();
