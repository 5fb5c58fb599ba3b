// Only what a page cannot do without a script: focus, closing, one more line, date at once.
(function () {
  "use strict";
  var opener = null;

  // Printing by a button needs a script; without one the browser's own command does it.
  document.querySelectorAll("[data-print]").forEach(function (button) { button.hidden = false; });

  document.addEventListener("htmx:beforeRequest", function (event) {
    if (event.detail.target && event.detail.target.id === "why") opener = event.detail.elt;
  });

  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target.id !== "why") return;
    var heading = event.detail.target.querySelector("[data-focus]");
    if (heading) heading.focus();
  });

  function close() {
    var panel = document.getElementById("why");
    if (!panel || !panel.firstElementChild) return;
    panel.textContent = "";
    if (opener) opener.focus();
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") close();
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey) find(event);
  });

  // A slash goes to the search box, except where one is being typed.
  function find(event) {
    var box = document.getElementById("find");
    if (!box || event.target.closest("input, select, textarea, [contenteditable]")) return;
    event.preventDefault();
    box.focus();
  }

  document.addEventListener("click", function (event) {
    var target = event.target;
    if (target.closest("[data-close]")) close();
    if (target.closest("[data-add-line]")) addLine();
    if (target.closest("[data-print]")) window.print();
  });

  // A chosen or dropped file is sent at once; without a script the button does it.
  document.addEventListener("change", function (event) {
    var field = event.target;
    if (!field.matches("[data-send]") || !field.value) return;
    field.closest("form").classList.add("busy");
    field.form.submit();
  });

  // Copying selects the text where the browser has no clipboard for pages without TLS.
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      document.querySelector("[data-notice]").select();
      document.execCommand("copy");
      button.textContent = "已复制";
    });
  });

  ["dragenter", "dragleave", "drop"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var place = event.target.closest && event.target.closest(".drop");
      if (place) place.classList.toggle("over", name === "dragenter");
    });
  });

  // The new line is a copy of the last one, emptied and numbered on.
  function addLine() {
    var lines = document.querySelectorAll(".agenda-lines .line");
    var last = lines[lines.length - 1];
    var copy = last.cloneNode(true);
    var number = lines.length;
    copy.querySelectorAll("[name]").forEach(function (field) {
      field.name = field.name.replace(/^agenda-\d+/, "agenda-" + number);
      field.id = field.name;
      field.value = "";
    });
    copy.querySelectorAll("label").forEach(function (label) {
      label.htmlFor = label.htmlFor.replace(/^agenda-\d+/, "agenda-" + number);
    });
    var text = copy.querySelector("input");
    text.placeholder = "议题" + (number + 1);
    copy.querySelector("label").textContent = text.placeholder;
    copy.querySelector("details").open = false;
    last.after(copy);
    text.focus();
  }
})();
