// The notification centre: the count beside the button, the list in a dialog, a toast for what is new.
import { refresh } from "./fragment";
import type { Live } from "./live";
import type { Delivery, Notice } from "./messages";
import { showToast, showToasts } from "./toasts";

const wanted = "gateway.notify";
const settle = 500;

export function startInbox(live: Live): void {
  const bell = document.querySelector<HTMLElement>("[data-inbox]");
  const dialog = document.querySelector<HTMLDialogElement>("#inbox");
  if (!bell || !dialog) return;
  const inbox = new Inbox(bell, dialog);
  void inbox.look(false);
  let soon: number | undefined;
  live.on<Delivery>("delivery", (delivery) => {
    // Which channels are in-app is the server's to know; a storm is asked about once.
    if (delivery.status !== "sent") return;
    clearTimeout(soon);
    soon = setTimeout(() => void inbox.look(true), settle);
  });
  live.onResync(() => void inbox.look(true));
  document.addEventListener("htmx:after:swap", () => inbox.showReadInList());
}

/** As the person's preferences have it: everything, nothing, or in quiet hours what is critical. The list has all of it. */
function wants(notice: Notice): boolean {
  const mode = document.body.dataset.notifications;
  return mode !== "off" && (mode !== "quiet" || notice.severity === "critical");
}

class Inbox {
  private readonly seen = new Set<string>();

  constructor(private readonly bell: HTMLElement, private readonly dialog: HTMLDialogElement) {
    bell.addEventListener("click", (event) => this.open(event as MouseEvent));
    dialog.querySelector("[data-close]")!.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    this.offerNotifications(dialog.querySelector<HTMLButtonElement>("[data-notify]")!);
  }

  /** Asks what there is, and tells of what was not there the last time. */
  async look(tell: boolean): Promise<void> {
    const answer = await fetch(this.bell.dataset.inbox!);
    if (!answer.ok) return;
    const { notifications, unread } = await answer.json() as { notifications: Notice[]; unread: number };
    this.count(unread);
    const fresh = notifications.filter((notice) => !notice.read && !this.seen.has(notice.id));
    for (const notice of notifications) this.seen.add(notice.id);
    if (!tell || fresh.length === 0) return;
    if (this.dialog.open) refresh(this.dialog.querySelector("[data-inbox-list]"), "innerHTML");
    const told = fresh.filter(wants);
    if (told.length === 0) return;
    showToasts(told, (notice) => this.bell.dataset.alerts! + encodeURIComponent(notice.alert_id ?? ""), (this.bell as HTMLAnchorElement).href);
    this.notify(told);
  }

  showReadInList(): void {
    const list = document.querySelector<HTMLElement>("[data-inbox-list] [data-unread]");
    if (list) this.count(Number(list.dataset.unread));
  }

  private open(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    refresh(this.dialog.querySelector("[data-inbox-list]"), "innerHTML");
    this.dialog.showModal();
  }

  private count(unread: number): void {
    const badge = this.bell.querySelector<HTMLElement>("[data-unread]")!;
    badge.hidden = unread === 0;
    badge.querySelector("[data-count]")!.textContent = unread >= 100 ? "99+" : String(unread);
  }

  /** Asked for by a press, never by itself. */
  private offerNotifications(button: HTMLButtonElement): void {
    if (!("Notification" in window) || Notification.permission === "denied") return;
    const show = (): void => {
      const on = Notification.permission === "granted" && localStorage.getItem(wanted) === "1";
      button.hidden = false;
      button.setAttribute("aria-pressed", String(on));
      button.textContent = on ? "Browser notifications are on" : "Notify me in this browser";
    };
    button.addEventListener("click", async () => {
      const on = button.getAttribute("aria-pressed") === "true";
      const granted = on || await Notification.requestPermission() === "granted";
      localStorage.setItem(wanted, granted && !on ? "1" : "0");
      show();
      if (!granted) showToast({ title: "The browser does not allow notifications.", sentence: "Its settings for this site can change that.", urgent: false });
    });
    show();
  }

  /** Only while nobody looks; the tag lets several tabs show one. */
  private notify(fresh: Notice[]): void {
    if (document.visibilityState === "visible" || !("Notification" in window)) return;
    if (Notification.permission !== "granted" || localStorage.getItem(wanted) !== "1") return;
    for (const notice of fresh.slice(0, 3)) new Notification(notice.title, { body: notice.sentence, tag: notice.id });
  }
}
