// Runs before the first paint, so that the page never shows in the other theme. Kept apart because inline scripts are refused.
(function () {
  var wanted = null;
  try {
    wanted = localStorage.getItem('redoubt.theme');
  } catch (error) {
    void error;
  }
  var isDark = wanted === 'dark' || (wanted !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
})();
