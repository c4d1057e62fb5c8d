/** What stands where a part of the page could not be fetched. */
export function NotLoaded() {
  return (
    <p className="muted" role="alert">
      This part of the page could not be loaded. Check the connection and reload the page.
    </p>
  );
}
