import { z } from 'zod';

/** The message a message action was chosen on, as far as we read it. */
export const MessagePayload = z.object({
  id: z.string().max(200).nullish(),
  createdDateTime: z.string().max(100).nullish(),
  from: z
    .object({
      user: z.object({ displayName: z.string().nullish() }).nullish(),
      application: z.object({ displayName: z.string().nullish() }).nullish(),
    })
    .nullish(),
  body: z.object({ contentType: z.string().nullish(), content: z.string().max(200_000).nullish() }).nullish(),
});
export type MessagePayload = z.infer<typeof MessagePayload>;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** What a message says, without its markup; lines stay lines. */
export function messageText({ body }: MessagePayload): string {
  const content = body?.content ?? '';
  return body?.contentType === 'text' ? content.trim() : fromHtml(content);
}

/** Who wrote it. */
export function messageAuthor({ from }: MessagePayload): string {
  return from?.user?.displayName || from?.application?.displayName || 'Somebody';
}

function fromHtml(html: string): string {
  return html
    .replace(/<(br|\/p|\/div|\/li|\/h\d|\/tr)\b[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(
      /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi,
      (whole, decimal?: string, hex?: string, name?: string) => {
        if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
        const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
        return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      },
    )
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
