export {
  createJobs,
  type JobHandler,
  type JobOptions,
  type JobRun,
  type JobState,
  type Jobs,
  type Timing,
} from "./jobs.ts";
