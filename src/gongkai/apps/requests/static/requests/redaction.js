// 区分处理：用鼠标、手指、键盘标框。每一笔都交给页面上原有的表单，服务器存下后只换掉变了的部分；没有脚本照样能做。
(function () {
  "use strict";
  var all = document.getElementById("rd-all");
  if (!all || !window.fetch || !window.DOMParser) { return; }
  var STEP = 6; // 一次挪半个字：页面单位，按页宽折算
  var PARTS = ["rd-marks", "rd-boxes", "rd-proof", "rd-bar"];
  var sending = Promise.resolve();
  var later = null;

  function page() { return document.getElementById("rd-page"); }
  function unit() { return parseFloat(page().dataset.wide) / 620; }
  function writes() { return page() && page().hasAttribute("data-writes"); }

  // 只换变了的部分，图片留着；忙起来、换了看法的，整块换
  function swap(text) {
    var fresh = new DOMParser().parseFromString(text, "text/html");
    var whole = fresh.getElementById("rd-all");
    if (!whole) { window.location.reload(); return; }
    var focused = document.activeElement && document.activeElement.getAttribute("data-mark");
    var said = fresh.querySelector(".gk-said");
    var old = document.querySelector(".gk-said");
    if (old) { old.remove(); }
    if (said) { all.before(said); }
    var same = whole.dataset.page === all.dataset.page && !whole.hasAttribute("data-busy") && !all.hasAttribute("data-busy") &&
      fresh.getElementById("rd-marks") && document.getElementById("rd-marks") && !fresh.querySelector(".rd-wrong");
    if (same) {
      PARTS.forEach(function (id) {
        var now = document.getElementById(id), next = fresh.getElementById(id);
        if (now && next) { now.replaceWith(document.importNode(next, true)); }
      });
      var strip = document.querySelector(".rq-pages"), strips = fresh.querySelector(".rq-pages");
      if (strip && strips) { strip.replaceWith(document.importNode(strips, true)); }
    } else {
      var bar = document.getElementById("rd-bar"), bars = fresh.getElementById("rd-bar");
      all.replaceWith(document.importNode(whole, true));
      if (bar && bars) { bar.replaceWith(document.importNode(bars, true)); }
      all = document.getElementById("rd-all");
      start();
    }
    return focused;
  }

  function focusOn(number) {
    var link = number && document.querySelector('#rd-marks a[data-mark="' + Number(number) + '"]');
    if (link) { link.focus({ preventScroll: true }); }
  }

  function say(text) {
    var old = document.querySelector(".gk-said");
    if (old) { old.remove(); }
    var box = document.createElement("div"), line = document.createElement("p");
    box.className = "gk-said"; box.setAttribute("role", "status");
    line.className = "gk-note is-error"; line.textContent = text;
    box.append(line); all.before(box);
  }

  // 一笔接一笔送，后一笔等前一笔存下
  function send(fields, then) {
    sending = sending.then(function () {
      var body = new FormData();
      body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
      var values = typeof fields === "function" ? fields() : fields;
      if (!values) { return null; }
      Object.keys(values).forEach(function (name) { body.set(name, values[name]); });
      return fetch(window.location.pathname, { method: "POST", body: body, credentials: "same-origin" }).then(function (answer) {
        if (!answer.ok) { throw new Error(String(answer.status)); }
        return answer.text().then(function (text) {
          var kept = swap(text), at = new URL(answer.url).searchParams.get("mark");
          focusOn(then === "new" ? at : kept || at);
        });
      }).catch(function () { say("刚才这一笔没有存上，网络可能断了；请再做一次，已存的都在。"); });
    });
    return sending;
  }

  function mark(number) { return document.querySelector('#rd-marks a[data-mark="' + Number(number) + '"]'); }
  function box(link) { return link.querySelector("rect"); }
  function edges(link) {
    var it = box(link), x = +it.getAttribute("x"), y = +it.getAttribute("y");
    return [x, y, x + +it.getAttribute("width"), y + +it.getAttribute("height")];
  }
  function place(link, at) {
    var it = box(link);
    it.setAttribute("x", Math.min(at[0], at[2])); it.setAttribute("y", Math.min(at[1], at[3]));
    it.setAttribute("width", Math.abs(at[2] - at[0])); it.setAttribute("height", Math.abs(at[3] - at[1]));
    link.querySelectorAll("g, [data-corner]").forEach(function (one) { one.remove(); });
  }
  function moved(number) {
    send(function () {
      var link = mark(number);
      if (!link) { return null; }
      var at = edges(link);
      return { "do": "move", page: all.dataset.page, mark: number, rev: link.dataset.rev, x0: at[0], y0: at[1], x1: at[2], y1: at[3] };
    });
  }
  function decide(number, word) {
    var form = document.querySelector('form[data-decide="' + Number(number) + '"]');
    if (!form) { return; }
    send({ "do": word, page: all.dataset.page, mark: number, rev: form.elements.rev.value, ground: form.elements.ground.value });
  }
  function add(at) {
    var ground = document.querySelector("#rd-add [name=ground]");
    send({ "do": "add", page: all.dataset.page, ground: ground ? ground.value : "", x0: at[0], y0: at[1], x1: at[2], y1: at[3] }, "new");
  }
  function middle() {
    var w = +page().dataset.wide, h = +page().dataset.high;
    return [w * 0.35, h * 0.48, w * 0.65, h * 0.51];
  }

  // 指针：空处拖出新框，框上拖动挪位，角上拖动改大小
  function point(event) {
    var to = page().getScreenCTM().inverse();
    var at = new DOMPoint(event.clientX, event.clientY).matrixTransform(to);
    return [Math.max(0, Math.min(at.x, +page().dataset.wide)), Math.max(0, Math.min(at.y, +page().dataset.high))];
  }
  function follow(event, move, end) {
    var svg = page(), far = false, from = [event.clientX, event.clientY];
    svg.setPointerCapture(event.pointerId);
    function on(next) {
      far = far || Math.abs(next.clientX - from[0]) + Math.abs(next.clientY - from[1]) > 4;
      if (far) { move(point(next)); }
    }
    function off(next) {
      svg.removeEventListener("pointermove", on);
      svg.removeEventListener("pointerup", off);
      svg.removeEventListener("pointercancel", off);
      end(far && next.type === "pointerup");
    }
    svg.addEventListener("pointermove", on);
    svg.addEventListener("pointerup", off);
    svg.addEventListener("pointercancel", off);
  }
  function down(event) {
    if (!writes() || event.button || !event.isPrimary) { return; }
    var link = event.target.closest("a[data-mark]"), drawing = page().classList.contains("is-drawing");
    var start = point(event);
    if (link && !drawing) {
      if (event.pointerType === "touch" && !link.querySelector("[data-corner]")) { return; }
      event.preventDefault();
      var was = edges(link), corner = event.target.getAttribute("data-corner");
      follow(event, function (at) {
        var dx = at[0] - start[0], dy = at[1] - start[1], now = [was[0] + dx, was[1] + dy, was[2] + dx, was[3] + dy];
        if (corner !== null) {
          now = was.slice();
          now[corner < 2 ? 0 : 2] = at[0]; now[corner % 2 ? 3 : 1] = at[1];
        }
        place(link, now);
      }, function (done) {
        if (done) { moved(link.dataset.mark); } else { go(link.dataset.mark); }
      });
      return;
    }
    if (!drawing && event.pointerType === "touch") { return; } // 手指先按“画一个框”，不然要能滚动
    event.preventDefault();
    var made = document.createElementNS("http://www.w3.org/2000/svg", "rect"), last = start;
    made.setAttribute("class", "x-new");
    page().append(made);
    follow(event, function (at) {
      last = at;
      made.setAttribute("x", Math.min(at[0], start[0])); made.setAttribute("y", Math.min(at[1], start[1]));
      made.setAttribute("width", Math.abs(at[0] - start[0])); made.setAttribute("height", Math.abs(at[1] - start[1]));
    }, function (done) {
      made.remove();
      draw(false);
      if (done && Math.abs(last[0] - start[0]) > 1 && Math.abs(last[1] - start[1]) > 1) { add([start[0], start[1], last[0], last[1]]); }
    });
  }
  function go(number) {
    var address = "?page=" + all.dataset.page + "&mark=" + Number(number);
    fetch(address, { credentials: "same-origin" }).then(function (answer) { return answer.text(); }).then(function (text) {
      swap(text); focusOn(number);
      var row = document.getElementById("box-" + Number(number));
      if (row) { row.scrollIntoView({ block: "nearest" }); }
    }).catch(function () { window.location.assign(address); });
  }
  function draw(on) {
    var button = document.getElementById("rd-draw");
    if (button) { button.setAttribute("aria-pressed", on ? "true" : "false"); }
    page().classList.toggle("is-drawing", on);
  }

  // 键：在框上的箭头挪动，加 Shift 改大小；别的键见页上一行
  function keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) { return; }
    if (!page()) { return; }
    var link = event.target.closest && event.target.closest("a[data-mark]"), key = event.key;
    var arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    var letters = document.documentElement.dataset.keys !== "off"; // 关了单键，箭头、翻页照旧
    if (link && writes() && arrows[key]) {
      event.preventDefault();
      var at = edges(link), by = arrows[key], step = STEP * unit();
      if (!event.shiftKey) { at[0] += by[0] * step; at[1] += by[1] * step; }
      at[2] += by[0] * step; at[3] += by[1] * step;
      if (at[2] - at[0] > step / 2 && at[3] - at[1] > step / 2) { place(link, at); }
      window.clearTimeout(later);
      later = window.setTimeout(moved, 500, link.dataset.mark);
      return;
    }
    var low = key.toLowerCase();
    if (letters && link && writes() && (low === "a" || low === "n")) { event.preventDefault(); decide(link.dataset.mark, low === "a" ? "hide" : "leave"); return; }
    if (link && writes() && (key === "Delete" || key === "Backspace")) {
      event.preventDefault();
      send({ "do": "remove", page: all.dataset.page, mark: link.dataset.mark, rev: link.dataset.rev });
      return;
    }
    if (letters && writes() && low === "b" && !event.repeat) { event.preventDefault(); add(middle()); return; }
    if (letters && writes() && low === "z" && !event.repeat) { event.preventDefault(); send({ "do": "undo", page: all.dataset.page }); return; }
    if (key === "PageDown" || key === "PageUp") {
      var next = document.querySelector(key === "PageDown" ? "a[rel=next]" : "a[rel=prev]");
      if (next) { event.preventDefault(); next.click(); }
    }
  }

  // 原有表单也照样只换变了的部分
  function submitted(event) {
    var form = event.target, press = event.submitter;
    if (!press || press.name !== "do" || !form.closest("#rd-boxes")) { return; }
    if (/^(look|release|drop)$/.test(press.value)) { return; }
    event.preventDefault();
    var values = { "do": press.value, page: all.dataset.page };
    new FormData(form).forEach(function (value, name) { if (name !== "csrfmiddlewaretoken") { values[name] = value; } });
    send(values, press.value === "add" ? "new" : "");
  }

  function start() {
    var button = document.getElementById("rd-draw");
    if (page() && writes()) { page().addEventListener("pointerdown", down); }
    if (page()) {
      page().addEventListener("click", function (event) {
        var link = event.target.closest("a[data-mark]");
        if (!link) { return; }
        event.preventDefault();
        if (event.detail === 0) { go(link.dataset.mark); } // 回车
      });
      page().addEventListener("dragstart", function (event) { event.preventDefault(); });
    }
    if (button) {
      button.hidden = false;
      button.addEventListener("click", function (event) {
        if (event.detail === 0) { add(middle()); } else { draw(!page().classList.contains("is-drawing")); }
      });
    }
    if (all.hasAttribute("data-busy")) {
      window.setTimeout(function () {
        fetch(window.location.href, { credentials: "same-origin" }).then(function (answer) { return answer.text(); }).then(swap)
          .catch(function () { window.setTimeout(start, 4000); });
      }, 2000);
    }
  }
  document.addEventListener("keydown", keys);
  document.addEventListener("submit", submitted);
  start();
})();
