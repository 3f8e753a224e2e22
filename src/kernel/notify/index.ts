export {
  type Channel,
  type ChannelAdapter,
  channels,
  isChannel,
  type OutgoingMessage,
  type SendFault,
} from "./channel.ts";
export type { ContactRef, Delivered, OpenContact } from "./courier.ts";
export type { DeliveryHealth } from "./deliveries.ts";
export { createDemoBox, type DemoBox, type DemoMessage } from "./demo-box.ts";
export type { DeliveryState, Urgency } from "./domain/delivery.ts";
export type { QuietHours } from "./domain/quiet-hours.ts";
export type { InboxMessage } from "./inbox.ts";
export { en } from "./messages/en.ts";
export { id } from "./messages/id.ts";
export { createNotify, type MessageRequest, type Notify, type NotifyDefaults, type Recipient } from "./notify.ts";
export type { MessageLang, Preference, PreferenceInput } from "./preferences.ts";
export { createSmtpAdapter, type SmtpSettings } from "./smtp.ts";
