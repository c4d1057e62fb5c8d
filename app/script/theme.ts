/** The editor in the colours of the page. Rules are kept by the editor's shadow root as a sheet of its own, so no style
 *  element is written, and the lint marks are drawn without the data: pictures that CodeMirror brings: a strict content
 *  policy needs to allow neither. */
import { EditorView } from '@codemirror/view';

const MONO = 'ui-monospace, "SF Mono", Menlo, Consolas, monospace';
const wavy = (colour: string) => ({
  backgroundImage: 'none',
  textDecoration: `underline wavy ${colour}`,
  textDecorationSkipInk: 'none',
});
const dot = (colour: string) => ({
  content: '""',
  width: '8px',
  height: '8px',
  margin: '5px 2px',
  borderRadius: '50%',
  background: colour,
});

export const theme = EditorView.theme({
  '&': { height: '100%', background: 'var(--bg)', color: 'var(--text)', fontSize: '12px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: MONO, lineHeight: '18px' },
  '.cm-content': { caretColor: 'var(--text)', padding: '6px 0' },
  '.cm-line': { padding: '0 8px 0 4px' },
  '.cm-gutters': { background: 'var(--panel)', color: 'var(--muted)', border: '0' },
  '.cm-gutter-lint': { width: '12px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0' },
  '.cm-lint-marker': { width: '12px', height: '18px' },
  '.cm-lint-marker-error': dot('var(--bad)'),
  '.cm-lint-marker-info': dot('var(--accent)'),
  '.cm-lintRange-error': wavy('var(--bad)'),
  '.cm-lintRange-info': wavy('var(--accent)'),
  '.cm-lintRange-active': { background: 'var(--raised)' },
  '.cm-lintPoint:after': { borderBottomColor: 'var(--bad)' },
  '.cm-diagnostic': { padding: '4px 10px', borderLeftWidth: '3px', fontFamily: 'system-ui, sans-serif' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--bad)' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--accent)' },
  '.cm-activeLine, .cm-activeLineGutter': { background: 'transparent' },
  '&.cm-focused .cm-activeLineGutter': { color: 'var(--text)' },
  '.cm-here': { background: 'var(--raised)', boxShadow: 'inset 2px 0 var(--accent)' },
  '.cm-says': { color: 'var(--muted)', paddingLeft: '2ch', userSelect: 'none' },
  '.cm-says.bad': { color: 'var(--warn)' },
  '.cm-tooltip': {
    maxWidth: 'min(380px, 92vw)',
    border: '1px solid var(--line)',
    borderRadius: '6px',
    background: 'var(--panel)',
    color: 'var(--text)',
    boxShadow: 'var(--shadow)',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { maxHeight: '14em', fontFamily: MONO },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '2px 8px', lineHeight: '20px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    background: 'var(--accent)',
    color: 'var(--on-accent)',
  },
  '.cm-tooltip.cm-completionInfo': { padding: '6px 10px', fontFamily: 'system-ui, sans-serif' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionDetail': { fontStyle: 'normal', opacity: '0.8' },
  '.cm-explained': { padding: '6px 10px', fontFamily: 'system-ui, sans-serif' },
  '.cm-explained code': { display: 'block', fontFamily: MONO, fontSize: '12px' },
});
