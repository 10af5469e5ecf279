import DOMPurify from 'dompurify'
import MarkdownIt from 'markdown-it'

/** Text of a model is hostile: no HTML of its own, no images (they would load from elsewhere), links only to the web, mail and phone. */
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true }).disable('image')
const allowedTags = [
  'p',
  'br',
  'strong',
  'em',
  's',
  'code',
  'pre',
  'a',
  'ul',
  'ol',
  'li',
  'blockquote',
  'hr',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
]
const allowedAddress = /^(?:https?|mailto|tel):/i

export function renderMarkdown(text: string): string {
  const fragment = DOMPurify.sanitize(markdown.render(text), {
    ALLOWED_TAGS: allowedTags,
    ALLOWED_ATTR: ['href', 'start'],
    ALLOWED_URI_REGEXP: allowedAddress,
    RETURN_DOM_FRAGMENT: true,
  })
  for (const link of fragment.querySelectorAll('a')) {
    // An address that is not allowed leaves its words, not a link that does nothing.
    if (!link.hasAttribute('href')) link.replaceWith(...link.childNodes)
    link.setAttribute('target', '_blank')
    link.setAttribute('rel', 'noopener noreferrer nofollow')
  }
  // What is wider than the bubble scrolls inside itself; by keyboard too.
  for (const wide of fragment.querySelectorAll('pre, table')) wide.setAttribute('tabindex', '0')
  const box = document.createElement('div')
  box.append(fragment)
  return box.innerHTML
}
