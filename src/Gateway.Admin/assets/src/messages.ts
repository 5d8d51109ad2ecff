// What the hub sends, under the names of the HTTP API.
export interface Metrics {
  at: string;
  calls_per_second: number;
  tokens_per_second: number;
  cost_today_usd: number;
  cost_per_hour_usd: number;
  error_rate_percent: number | null;
  p95_latency_ms: number | null;
  average_ttft_ms: number | null;
  in_flight: number;
  unpriced_today: number;
  open_alerts: number;
}

export interface Call {
  id: string;
  started_at: string;
  provider: string;
  operation: string;
  request_model: string | null;
  response_model: string | null;
  outcome: string;
  error_type: string | null;
  latency_ms: number;
  ttft_ms: number | null;
  tokens: { input: number; output: number; source: "none" | "provider" | "estimated" };
  cost_usd: number | null;
  price_status: "unpriced" | "priced" | "provider_reported" | "partial";
  streaming: boolean;
  user: string | null;
  team: string | null;
  session: string | null;
  tags: string[];
  api_key: string | null;
}

export interface Alert {
  id: string;
  rule_name: string;
  severity: string;
  status: "open" | "acknowledged" | "resolved";
  triggered_at: string;
}

export interface Delivery {
  id: string;
  alert_id: string | null;
  channel_id: string;
  event: string;
  status: "pending" | "sent" | "failed" | "skipped" | "dead";
}

/** One entry of the notification centre, as the HTTP API has it. */
export interface Notice {
  id: string;
  alert_id: string | null;
  kind: string;
  severity: "critical" | "high" | "medium" | "low";
  title: string;
  sentence: string;
  read: boolean;
}
