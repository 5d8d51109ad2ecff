// Notes the browser's time zone, so that the server's days are the reader's days from the next page on. Pages of the admin only.
export function startZone(hub: string): void {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone) document.cookie = `gateway_time_zone=${encodeURIComponent(zone)}; path=${hub.slice(0, hub.lastIndexOf("/"))}; max-age=31536000; samesite=lax`;
}
