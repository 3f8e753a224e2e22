export {
  type ActorRef,
  type CommandRequest,
  type Commands,
  createCommands,
  type HistoryFact,
  type HistoryRow,
  type OutboxFact,
  type Outcome,
  type Work,
} from "./command.ts";
export {
  countWaiting,
  createDispatcher,
  type Dispatcher,
  type DomainEvent,
  type EventHandler,
  notifyChannel,
} from "./dispatcher.ts";
export { auditOfHistory } from "./history-audit.ts";
