/**
 * botframework-schema declares its card types through adaptivecards, whose package points its types at
 * sources that do not compile under our settings. Dragoman's cards are plain JSON, so opaque types suffice.
 */
export type IAdaptiveCard = Record<string, unknown>;
