/**
 * botframework-schema and adaptivecards-templating declare card types through adaptivecards, whose types are
 * sources that do not compile under our settings. Dragoman's cards are plain JSON, so opaque types suffice.
 */
export type IAdaptiveCard = Record<string, unknown>;
