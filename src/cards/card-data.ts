import { z } from 'zod';
import { ENTITY_NAME_KINDS } from '../incident/entity-names.ts';
import { FIELDS } from '../incident/incident.ts';
import { DIGEST_FIGURES } from '../sync/ports/digest.ts';

/**
 * The data of every button and form. The client holds it, so nothing in it is believed but what the signature
 * covers, and every payload is parsed by one of these schemas before anything else looks at it.
 */

/** Buttons that act at once. */
export const TAP_VERBS = ['assignToMe', 'setActive', 'undo', 'snooze', 'refresh'] as const;
/** Buttons that open a form. */
export const FORM_VERBS = ['close', 'assign', 'tag', 'comment', 'severity', 'reopen', 'handoff'] as const;
/** Buttons that act at once on what the two systems tell differently, or a side did not take. */
export const MEND_VERBS = ['keepDefender', 'keepSentinel', 'repair', 'retry'] as const;
/** Buttons of cards that are about no single incident. */
export const CARD_VERBS = ['help', 'list', 'figure', 'drift', 'syncStatus'] as const;
/** Every verb there is: whoever lists what may be pressed, and by whom, lists these. */
export const VERBS = [...TAP_VERBS, ...FORM_VERBS, ...MEND_VERBS, ...CARD_VERBS, 'syncGo'] as const;

export type TapVerb = (typeof TAP_VERBS)[number];
export type MendVerb = (typeof MEND_VERBS)[number];
export type FormVerb = (typeof FORM_VERBS)[number];
export type CardVerb = (typeof CARD_VERBS)[number];

const text = (most: number) => z.string().max(most);
const offset = z.number().int().nonnegative().max(1_000_000);

/** What a form's inputs, or a program in their place, may fill in. Each is checked by its own action. */
export const FormInputs = z.object({
  classification: text(100).optional(),
  determination: text(100).optional(),
  comment: text(100_000).optional(),
  assignee: text(100).optional(),
  tags: text(100_000).optional(),
  severity: text(100).optional(),
  note: text(100_000).optional(),
});
export type FormInputs = z.infer<typeof FormInputs>;

const IncidentRef = z.object({
  incident: z.number().int().positive().max(Number.MAX_SAFE_INTEGER),
  /** Both systems' ids, for programs that read the card; looked up again by us. */
  defenderId: text(200).nullish(),
  sentinelName: text(200).nullish(),
  version: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER),
  card: z.uuid(),
  readOnly: z.literal(true).optional(),
  keyId: text(64),
  mac: text(200),
});

/** The data of a button or form that is about one incident. */
export const IncidentData = IncidentRef.extend({
  verb: z.enum([...TAP_VERBS, ...FORM_VERBS, ...MEND_VERBS]),
  /** The field a conflict is about. */
  field: z.enum(FIELDS).optional(),
  /** The card the button stands on, where that is not the incident's own; with the page it shows. */
  surface: z.enum(['drift', 'conflict']).optional(),
  offset: offset.optional(),
  /** The page of a form in several steps. */
  step: z.literal('determination').optional(),
  /** Short hashes of the tags a tag form was opened with. */
  base: z.array(text(20)).max(200).optional(),
  ...FormInputs.shape,
});
export type IncidentData = z.infer<typeof IncidentData>;

/** The data of a button that gives the sync an order, on the card that says what the order is about. */
export const OrderData = z.object({
  verb: z.literal('syncGo'),
  card: z.uuid(),
  /** Of what the card told when it was drawn. */
  fingerprint: text(64),
  keyId: text(64),
  mac: text(200),
});
export type OrderData = z.infer<typeof OrderData>;

/** What a figure is of may be somebody else's words; those that are longer have no list. */
export const LONGEST_OF = 200;

/** The data of a button that is about no single incident. */
export const CardButtonData = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('help') }),
  z.object({ verb: z.literal('syncStatus') }),
  z.object({ verb: z.literal('drift'), offset }),
  z.object({
    verb: z.literal('list'),
    owner: z.literal('me').optional(),
    severity: z.enum(['high', 'medium', 'low', 'informational', 'unknown']).optional(),
    tag: text(256).optional(),
    /** A search, in all incidents; with a kind, by names of that kind only. */
    text: text(300).optional(),
    kind: z.enum(ENTITY_NAME_KINDS).optional(),
    offset,
  }),
  z.object({
    verb: z.literal('figure'),
    figure: z.enum(DIGEST_FIGURES),
    /** What the figure is of, where it is of something. */
    of: text(LONGEST_OF).optional(),
    from: z.iso.datetime(),
    until: z.iso.datetime(),
    offset,
  }),
]);
export type CardButtonData = z.infer<typeof CardButtonData>;
export type ListData = Extract<CardButtonData, { verb: 'list' }>;
export type FigureData = Extract<CardButtonData, { verb: 'figure' }>;

/** Any button of ours, whichever way the press arrived. */
export const ButtonData = z.union([IncidentData, OrderData, CardButtonData]);
export type ButtonData = z.infer<typeof ButtonData>;
