/* Copyright (c) 2026, the teammail.zimbra contributors
   GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
   SPDX-License-Identifier: GPL-3.0-or-later */
(function () {
  "use strict";
  // Without this script everything is shown and the filter stays away.
  var box = document.getElementById("filter"), words = document.getElementById("words"), bad = document.getElementById("bad");
  var shown = document.getElementById("shown");
  var articles = Array.prototype.slice.call(document.querySelectorAll("article[data-mailbox]"));
  if (articles.length < 2) { return; }

  function show() {
    var wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean), count = 0;
    articles.forEach(function (article) {
      var text = article.textContent.toLowerCase();
      var fits = (!bad.checked || article.dataset.state !== "ok") && wanted.every(function (word) { return text.indexOf(word) >= 0; });
      var row = document.querySelector('tr[data-mailbox="' + article.dataset.mailbox + '"]');
      article.hidden = row.hidden = !fits;
      count += fits ? 1 : 0;
    });
    shown.textContent = shown.dataset.text.replace("{count}", count).replace("{all}", articles.length);
  }

  box.hidden = false;
  words.addEventListener("input", show);
  bad.addEventListener("change", show);
  show();
}());
