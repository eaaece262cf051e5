// Everything works without this file; with it the keyboard is quicker.
(function () {
  "use strict";

  function isTyping(element) {
    return element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName));
  }

  document.addEventListener("keydown", function (event) {
    var search = document.getElementById("search");
    if (!search || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key === "/" && !isTyping(event.target)) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "Escape" && event.target === search) {
      search.blur();
    }
  });

  // A filter that is chosen from a list is applied at once.
  document.addEventListener("change", function (event) {
    var form = event.target instanceof HTMLSelectElement ? event.target.closest("form.filter") : null;
    if (form) {
      form.requestSubmit();
    }
  });

  // What cannot be taken back is asked about once more.
  document.addEventListener("submit", function (event) {
    var question = event.submitter && event.submitter.getAttribute("data-ask");
    if (question && !window.confirm(question)) {
      event.preventDefault();
    }
  });
})();
