// The connection to the hub, the words about its state, and Pause.
import { DefaultHttpClient, HttpError, HubConnectionBuilder, HubConnectionState, LogLevel, NullLogger, type HttpRequest, type HttpResponse, type HubConnection } from "@microsoft/signalr";
import type { Metrics } from "./messages";
import { clock } from "./say";
import { say } from "./status";
import { serverSays } from "./times";

const pausedKey = "gateway.paused";

export interface Live {
  on<T>(message: string, handler: (body: T) => void): void;
  /** After a lost connection, or after Pause: what was missed must be fetched. */
  onResync(handler: () => void): void;
}

export function startLive(url: string): Live {
  const connection = new HubConnectionBuilder()
    .withUrl(url, { httpClient: new SignedInClient(NullLogger.instance) })
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: (retry) => Math.min(1_000 * 2 ** retry.previousRetryCount, 15_000) })
    .configureLogging(LogLevel.None)
    .build();
  const bar = new LiveBar(connection);
  connection.on("metrics", (metrics: Metrics) => {
    serverSays(metrics.at);
    bar.heard(new Date(metrics.at));
    showOpenAlerts(metrics.open_alerts);
  });
  // The server ended it for good, such as after a sign-out in another tab: starting anew shows whether we may.
  connection.onclose(() => setTimeout(() => void connect(connection, bar, true), 1_000));
  void connect(connection, bar, false);
  return {
    on: (message, handler) => connection.on(message, (body) => { if (!bar.paused) handler(body); }),
    onResync: (handler) => bar.resync.push(handler),
  };
}

/** The library retries lost connections, not the first one. */
async function connect(connection: HubConnection, bar: LiveBar, again: boolean): Promise<void> {
  try {
    await connection.start();
    bar.connected(again);
  } catch {
    bar.lost();
    setTimeout(() => void connect(connection, bar, again), 5_000);
  }
}

/** Every connection begins with a request. Refused, the session is over: loading the page anew leads to the login and back here. */
class SignedInClient extends DefaultHttpClient {
  override async send(request: HttpRequest): Promise<HttpResponse> {
    try {
      return await super.send(request);
    } catch (fault) {
      if (fault instanceof HttpError && fault.statusCode === 401) location.reload();
      throw fault;
    }
  }
}

function showOpenAlerts(open: number): void {
  const badge = document.querySelector<HTMLElement>("[data-open-alerts]");
  if (!badge) return;
  badge.hidden = open === 0;
  badge.querySelector("[data-count]")!.textContent = String(open);
}

class LiveBar {
  readonly resync: (() => void)[] = [];
  paused = sessionStorage.getItem(pausedKey) === "1";
  private readonly state = document.querySelector<HTMLElement>("[data-live-state]");
  private readonly text = document.querySelector<HTMLElement>("[data-live-text]");
  private readonly button = document.querySelector<HTMLButtonElement>("[data-live-pause]");
  private last = new Date();

  constructor(private readonly connection: HubConnection) {
    connection.onreconnecting(() => this.lost());
    connection.onreconnected(() => this.connected(true));
    connection.onclose(() => this.lost());
    this.button?.addEventListener("click", () => this.toggle());
    if (this.button) this.button.hidden = false;
    this.show();
  }

  heard(at: Date): void {
    if (!this.paused) this.last = at;
  }

  connected(again: boolean): void {
    this.show();
    if (!again) return;
    say("Connection is back.");
    this.missed();
  }

  lost(): void {
    this.set("lost", `Connection lost, data from ${clock(this.last)}`);
    say("Connection lost. Trying again.");
  }

  private toggle(): void {
    this.paused = !this.paused;
    sessionStorage.setItem(pausedKey, this.paused ? "1" : "0");
    this.show();
    if (!this.paused) this.missed();
  }

  private missed(): void {
    for (const handler of this.resync) handler();
  }

  private show(): void {
    this.button?.setAttribute("aria-pressed", String(this.paused));
    if (this.connection.state !== HubConnectionState.Connected) return;
    if (this.paused) this.set("paused", `Paused at ${clock(this.last)}`);
    else this.set("live", "Live");
  }

  private set(state: string, words: string): void {
    if (this.state) this.state.dataset.liveState = state;
    if (this.text) this.text.textContent = words;
    document.querySelector("[data-tiles]")?.classList.toggle("is-stale", state === "lost");
  }
}
