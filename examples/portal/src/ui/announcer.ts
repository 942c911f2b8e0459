/** For those who do not see the screen: what has just happened, once. The live region is in index.html, there from the start. */
export function announce(message: string): void {
  const region = document.getElementById('announcements');
  if (!region) return;
  // The same words twice are two announcements.
  region.textContent = region.textContent === message ? `${message}\u00a0` : message;
}
