export { type Clock, movableClock, systemClock } from "./clock.ts";
