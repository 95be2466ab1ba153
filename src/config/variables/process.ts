import { z } from 'zod';
import { about } from '../about.ts';
import * as values from '../values.ts';

const group = 'Process';

/** The process itself. */
export const processVariables = {
  PORT: values.wholeNumber(0, 65_535).prefault('3978').register(about, {
    group,
    summary: 'Port to listen on; 0 takes any free one.',
    accepted: 'a whole number from 0 to 65535',
    default: '3978',
  }),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/)
    .default('0.0.0.0')
    .register(about, {
      group,
      summary: 'Address to listen on.',
      accepted: 'an IP address or host name',
      default: '0.0.0.0',
    }),
  DATABASE_URL: z
    .string()
    .regex(/^file:.+/)
    .transform((url) => url.slice('file:'.length))
    .prefault('file:data/dragoman.db')
    .register(about, {
      group,
      summary: 'Where the memory is kept.',
      accepted: 'file:<path> (this version keeps its memory in SQLite only)',
      secret: true,
      default: 'file:data/dragoman.db',
    }),
  CARD_SECRET: values.secretList.optional().register(about, {
    group,
    summary: 'Keys that sign the buttons of cards: the first signs, all verify.',
    accepted: 'one or more secrets of at least 16 characters, comma separated',
    required: true,
    secret: true,
  }),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info').register(about, {
    group,
    summary: 'Least severity of log lines.',
    accepted: 'fatal, error, warn, info, debug, trace or silent',
    default: 'info',
  }),
  DEV_NO_AUTH: values.flag.default(false).register(about, {
    group,
    summary: 'Accept unsigned requests. For trying on one machine only: HOST must be a loopback address.',
    accepted: 'true or false',
    default: 'false',
  }),
};
