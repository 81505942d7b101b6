import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { eventSourcesOf, type Stage } from '../stages.ts';
import type { Alarms } from './alarms.ts';
import { JobQueue } from './job-queue.ts';

/** The queues of jobs. */
export const createQueues = (scope: Construct, stage: Stage, alarms: Alarms) => {
  const atOnce = eventSourcesOf(stage);
  return {
    /** Recalculations of many customers at once, by the schedule or by hand. */
    runs: new JobQueue(scope, 'Runs', {
      alarms,
      atOnce: atOnce.runs,
      jobTimeout: Duration.minutes(5),
      failedMeans: 'A recalculation of all customers did not start: until it is redone, everybody reads older figures.',
      failedRunbook: 'runs-failed',
      lateMeans: 'A recalculation of all customers has waited for an hour: everybody still reads older figures.',
      lateAfter: Duration.hours(1),
    }),
    /** One customer each. */
    recalculations: new JobQueue(scope, 'Recalculations', {
      alarms,
      atOnce: atOnce.recalculations,
      jobTimeout: Duration.minutes(5),
      failedMeans: 'A customer could not be recalculated: it has no new figures, and its portfolio says it is pending.',
      failedRunbook: 'recalculations-failed',
      lateMeans: 'Customers have waited for two hours to be recalculated: their figures of the day come late.',
      lateAfter: Duration.hours(2),
    }),
    /** One portfolio each. */
    publishes: new JobQueue(scope, 'Publishes', {
      alarms,
      atOnce: atOnce.publishes,
      jobTimeout: Duration.minutes(5),
      failedMeans: 'A portfolio could not be published: its partner reads and exports the one before.',
      failedRunbook: 'publications-failed',
      lateMeans: 'Portfolios have waited for two hours to be published: partners read and export the ones before.',
      lateAfter: Duration.hours(2),
    }),
    /** Uploaded files, and what is left of the long ones. */
    imports: new JobQueue(scope, 'Imports', {
      alarms,
      atOnce: atOnce.imports,
      jobTimeout: Duration.minutes(4),
      failedMeans:
        'An uploaded file was not imported to its end: somebody waits for data that will not come by itself.',
      failedRunbook: 'imports-failed',
      lateMeans: 'Uploaded files have waited for half an hour to be imported.',
      lateAfter: Duration.minutes(30),
      watched: { endedAtOnce: atOnce.importsGivenUp },
    }),
    /** Hours in which sources may be due. */
    collectionRuns: new JobQueue(scope, 'CollectionRuns', {
      alarms,
      atOnce: atOnce.collectionRuns,
      jobTimeout: Duration.minutes(5),
      failedMeans:
        'The sources of an hour were not sent to be collected: their customers show the data of the day before.',
      failedRunbook: 'collections-failed',
      lateMeans: 'Sources have waited for an hour to be sent to be collected: their data comes late.',
      lateAfter: Duration.hours(1),
    }),
    /** Sources that are collected, a step at a time, and looks at which customers partners have. */
    collections: new JobQueue(scope, 'Collections', {
      alarms,
      atOnce: atOnce.collections,
      jobTimeout: Duration.minutes(5),
      failedMeans: 'A source was not collected to its end: its customer shows the data of the day before.',
      failedRunbook: 'collections-failed',
      lateMeans: 'Sources have waited for two hours to be collected: their data comes late.',
      lateAfter: Duration.hours(2),
      watched: { endedAtOnce: atOnce.collectionsGivenUp },
    }),
    /** Exports that were asked for, and what is left of the long ones. */
    exports: new JobQueue(scope, 'Exports', {
      alarms,
      atOnce: atOnce.exports,
      jobTimeout: Duration.minutes(4),
      failedMeans: 'An export was not written or not mailed: somebody waits for a file or a mail that will not come.',
      failedRunbook: 'exports-failed',
      lateMeans: 'Exports have waited for half an hour to be written.',
      lateAfter: Duration.minutes(30),
      watched: { endedAtOnce: atOnce.exportsGivenUp },
    }),
    /** What SES tells of mails that came back or were complained about. */
    mailEvents: new JobQueue(scope, 'MailEvents', {
      alarms,
      atOnce: atOnce.mailEvents,
      jobTimeout: Duration.seconds(29),
      failedMeans: 'Mails that came back stay shown as sent, and the next mail goes to the same address.',
      failedRunbook: 'mail-events-failed',
      lateMeans: 'For half an hour nobody has written down which mails came back: they are shown as sent.',
      lateAfter: Duration.minutes(30),
    }),
    /** Users and customers that are to be erased, and what is left of the long ones. */
    erasures: new JobQueue(scope, 'Erasures', {
      alarms,
      atOnce: atOnce.erasures,
      jobTimeout: Duration.minutes(4),
      failedMeans: 'An erasure did not come to its end: what somebody asked to have removed is still there.',
      failedRunbook: 'erasures-failed',
      lateMeans: 'Erasures have waited for two hours: they are promised within a day.',
      lateAfter: Duration.hours(2),
      watched: { endedAtOnce: atOnce.erasuresGivenUp },
    }),
  };
};
