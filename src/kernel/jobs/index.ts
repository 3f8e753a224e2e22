export { createJobs, type JobHandler, type JobOptions, type JobRun, type Jobs, type Timing } from "./jobs.ts";
