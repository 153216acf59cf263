import type { Problems } from '../problems'
import { alarmsProblems } from './zh/alarms'
import { architecturesProblems } from './zh/architectures'
import { datasetsProblems } from './zh/datasets'
import { diskProblems } from './zh/disk'
import { enginesProblems } from './zh/engines'
import { exportsProblems } from './zh/exports'
import { featureNetsProblems } from './zh/feature-nets'
import { filesProblems } from './zh/files'
import { filtersProblems } from './zh/filters'
import { needsProblems } from './zh/needs'
import { queueProblems } from './zh/queue'
import { runsProblems } from './zh/runs'
import { sweepProblems } from './zh/sweep'
import { trainingProblems } from './zh/training'
import { sourcesProblems } from './zh/sources'
import { picturesProblems } from './zh/pictures'
import { arraysProblems } from './zh/arrays'
import { importsProblems } from './zh/imports'
import { knownProblems } from './zh/known'
import { pageUploadsProblems } from './zh/page-uploads'
import { metricsProblems } from './zh/metrics'
import { weightsProblems } from './zh/weights'

/** Every problem in Chinese. */
export const problems: Problems = {
  ...enginesProblems,
  ...datasetsProblems,
  ...trainingProblems,
  ...alarmsProblems,
  ...weightsProblems,
  ...architecturesProblems,
  ...filesProblems,
  ...filtersProblems,
  ...needsProblems,
  ...runsProblems,
  ...queueProblems,
  ...sweepProblems,
  ...diskProblems,
  ...exportsProblems,
  ...sourcesProblems,
  ...knownProblems,
  ...importsProblems,
  ...arraysProblems,
  ...picturesProblems,
  ...pageUploadsProblems,
  ...metricsProblems,
  ...featureNetsProblems,
}
