// Before the first paint, so that a page does not flash in the other theme.
(function () {
  'use strict';
  var theme = null;
  try { theme = localStorage.getItem('vespid-theme'); } catch { /* a browser that keeps nothing follows the system */ }
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
})();
