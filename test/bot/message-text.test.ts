import { messageAuthor, messageText } from '../../src/bot/extension/message-text.ts';

const html = (content: string) => messageText({ body: { contentType: 'html', content } });

describe('what a message says', () => {
  it.each([
    ['<div><div>one</div><div>two</div></div>', 'one\ntwo'],
    ['<p>one</p>\n<p>&nbsp;</p>\n<p>two</p>', 'one\n\ntwo'],
    ['a<br>b<br/>c', 'a\nb\nc'],
    ['<at id="0">Ana Diaz</at>&nbsp;look', 'Ana Diaz look'],
    ['1 &lt; 2 &amp;&amp; &#39;x&#39; &#x41; &unknown; &#x110000;', "1 < 2 && 'x' A &unknown; &#x110000;"],
    ['<attachment id="card-1"></attachment>', ''],
    ['<img src="x" alt="y"><script>no</script>', 'no'],
    ['', ''],
  ])('is the text of %j', (content, text) => {
    expect(html(content)).toBe(text);
  });

  it('is the text itself when it is no markup', () => {
    expect(messageText({ body: { contentType: 'text', content: ' a < b &amp; ' } })).toBe('a < b &amp;');
    expect(messageText({})).toBe('');
  });

  it('names whoever wrote it, person or app', () => {
    expect(messageAuthor({ from: { user: { displayName: 'Ana' } } })).toBe('Ana');
    expect(messageAuthor({ from: { user: null, application: { displayName: 'Jira' } } })).toBe('Jira');
    expect(messageAuthor({})).toBe('Somebody');
  });
});
