// The explorer in the page: the picture, the line of text, and the controls that the reader moves.
// front_end.py says what `model` knows and is told, and lays drawing.js before this.

const PATIENCE = 400; // ms without a picture before the line says that one is on its way

// ---------------------------------------------------------------- controls

const make = (tag, properties = {}, ...children) => {
  const { aria = {}, ...own } = properties, node = Object.assign(document.createElement(tag), own);
  for (const [name, value] of Object.entries(aria)) node.setAttribute(`aria-${name}`, value);
  node.append(...children);
  return node;
};
const words = (value) => String(value).replaceAll('-', '−');
const withUnit = (value, unit) => (unit ? `${words(value)} ${unit}` : words(value));

/** Return the number that a text stands for, or a sentence that says why it stands for none. */
export function readNumber(text) {
  const plain = text.trim().replaceAll('−', '-');
  if (/^[+-]?[1-9]\d{0,2},\d{3}$/.test(plain)) {
    return `${text} can be read in two ways: write ${plain.replace(',', '')} or ${plain.replace(',', '.')}`;
  }
  const point = plain.replace(/^([+-]?\d*),(\d+)$/, '$1.$2');
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(point) && Number.isFinite(+point)) return +point;
  return `“${text}” is no number`;
}

/** A line to type in, told by Enter or by leaving it; nothing overwrites what is being typed. */
function entry(properties, tell) {
  const view = make('input', { type: 'text', autocomplete: 'off', ...properties });
  let shown = '', typing = false;
  const show = (text) => { shown = text; if (!typing) view.value = text; };
  const done = () => { if (typing) { typing = false; tell(view.value); } };
  const drop = () => { typing = false; view.value = shown; };
  view.addEventListener('input', () => { typing = true; });
  view.addEventListener('change', done);
  view.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') done();
    if (key === 'Escape') drop();
  });
  return { view, show, done };
}

/** A slider that counts steps, and a box that takes what lies between them. */
function slider(spec, id, tell, note) {
  const { low, high, step, whole, unit, label } = spec, name = unit ? `${label} [${unit}]` : label;
  const last = Math.ceil((high - low) / step - 1e-9);
  const range = make('input', { type: 'range', id, min: 0, max: last, step: 1 });
  let value = low, late = false;
  const box = entry({
    inputMode: 'decimal', aria: { label: `${unit ? `${label}, ${unit}` : label}, as a number` },
  }, (text) => typed(text));
  const place = () => (value >= high ? last : Math.round((value - low) / step));
  const show = (next) => {
    value = next;
    range.value = place();
    range.setAttribute('aria-valuetext', withUnit(value, unit));
    box.show(words(value));
  };
  const choose = (next, now = true) => { show(next); if (now) tell(value); };
  const at = (position) => Math.min(Number((low + position * step).toPrecision(12)), high);
  range.addEventListener('input', () => choose(at(+range.value), !late));
  range.addEventListener('change', () => late && tell(value));
  range.addEventListener('pointerdown', () => range.focus()); // so that the arrow keys follow the mouse
  const typed = (text) => {
    const wanted = readNumber(text), ends = `${words(low)} to ${withUnit(high, unit)}`;
    if (typeof wanted === 'string') { show(value); note(`${wanted}.`); return; }
    const near = Math.min(Math.max(whole ? Math.round(wanted) : wanted, low), high);
    if (near === value) show(value); else choose(near);
    const why = wanted < low || wanted > high ? `goes from ${ends}` : 'takes whole numbers';
    note(near === wanted ? '' : `${label} ${why}: ${words(wanted)} was set to ${words(near)}.`);
  };
  box.view.addEventListener('keydown', (event) => {
    const steps = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!steps) return;
    event.preventDefault();
    box.done(); // what is typed already counts
    choose(at(Math.min(Math.max(place() + steps, 0), last)));
  });
  box.view.addEventListener('focus', () => box.view.select());
  const parts = [make('label', { htmlFor: id }, name), box.view, range];
  if (last <= 12) {
    range.setAttribute('list', `${id}-steps`);
    const marks = Array.from({ length: last + 1 }, (_, i) => make('option', { value: i }));
    parts.push(make('datalist', { id: `${id}-steps` }, ...marks));
  }
  const view = make('div', { className: 'explore-slider' }, ...parts);
  const follow = (next) => { if (!(late && range.matches(':active'))) show(next); }; // not under the hand
  return { view, show: follow, wait: (slow) => { late = slow; } };
}

function dropdown({ label, options }, id, tell) {
  const choices = options.map((text, value) => make('option', { value }, text));
  const box = make('select', { id }, ...choices);
  box.addEventListener('change', () => tell(+box.value));
  return { view: make('div', {}, make('label', { htmlFor: id }, label), box), show: (i) => { box.value = i; } };
}

function checkbox({ label }, id, tell) {
  const box = make('input', { type: 'checkbox', id });
  box.addEventListener('change', () => tell(box.checked));
  return { view: make('div', {}, box, make('label', { htmlFor: id }, label)), show: (on) => { box.checked = on; } };
}

function textbox({ label }, id, tell) {
  const { view, show } = entry({ id, spellcheck: false }, tell);
  return { view: make('div', {}, make('label', { htmlFor: id }, label), view), show };
}

function button({ label, tooltip }, id, tell) {
  const view = make('button', { type: 'button', id, title: tooltip, textContent: label });
  view.addEventListener('click', () => tell(true));
  return { view, show: () => {} };
}

const KINDS = { slider, dropdown, checkbox, textbox, button, trigger: button };

// ---------------------------------------------------------------- the whole

// JupyterLab has scrolled to the next cell before the picture comes, and then the browser keeps that
// one, which has the focus, where it is: what grows above it is pushed out of view.
const JUST_RUN = '.jp-Cell.jp-mod-active, .jp-Cell:has(+ .jp-Cell.jp-mod-active)';

/** Show the explorer of `model` in `el`; return what takes it away again. */
function render({ model, el }) {
  const spec = model.get('spec'), id = `explore-${Math.random().toString(36).slice(2)}`;
  const canvas = make('canvas', { role: 'img' }), layer = document.createElement('canvas');
  const error = make('p', { className: 'explore-error', role: 'alert' });
  const said = make('div', { role: 'status', aria: { live: 'polite' } });
  const unseen = make('div', { className: 'explore-unseen', aria: { hidden: true } });
  const noted = make('p', { className: 'explore-note', role: 'status' });
  const picture = make('div', { className: 'explore-picture' }, canvas);
  const line = make('div', { className: 'explore-line' }, unseen, said);
  const wanted = { set: {}, press: {}, reset: false };
  const shown = performance.now();
  let waiting = null, drawn = {}, fitted = 0, gone = false, stored = null;

  // One message is under way at most: what is moved meanwhile waits, and the last value wins.
  const flush = () => {
    const { set, press, reset } = wanted;
    if (waiting || gone || !(reset || Object.keys({ ...set, ...press }).length)) return;
    send({ set: { ...set }, press: { ...press }, reset });
    Object.assign(wanted, { set: {}, press: {}, reset: false });
    if (gone) return;
    waiting = setTimeout(() => { said.textContent = 'calculating …'; }, PATIENCE);
  };
  const send = (message) => { try { model.send(message); } catch { end(); } }; // no kernel to send to
  const note = (text) => { noted.textContent = text; };
  const controls = {};
  for (const [number, one] of spec.controls.entries()) {
    const pressed = one.kind === 'button' || one.kind === 'trigger';
    const tell = (value) => {
      if (pressed) wanted.press[one.name] = (wanted.press[one.name] ?? 0) + 1;
      else wanted.set[one.name] = value;
      note('');
      flush();
    };
    controls[one.name] = KINDS[one.kind](one, `${id}-${number}`, tell, note);
  }
  const reset = make('button', { type: 'button', className: 'explore-reset', textContent: '↺ Reset' });
  reset.title = 'Set every control back to its first value';
  reset.addEventListener('click', () => {
    Object.assign(wanted, { set: {}, press: {}, reset: true });
    note('');
    flush();
  });
  const views = Object.values(controls).map(({ view }) => view);
  const row = make('div', { className: 'explore-controls' }, ...views, reset, noted);
  row.addEventListener('keydown', (event) => { // the notebook has keys of its own
    if (event.key === 's' && (event.ctrlKey || event.metaKey)) return; // it may save
    event.stopPropagation();
    if (event.key === 'Escape') el.closest('.jp-Notebook')?.focus();
  });

  const paint = async () => {
    const still = model.get('still'), frame = model.get('frame');
    if (!frame.moving) return;
    const size = frame.size, full = spec.size.width;
    Object.assign(picture.style, { maxWidth: `${full}px`, aspectRatio: `${size.width} / ${size.height}` });
    const paper = paperOf(el), zoom = ((picture.clientWidth || full) * devicePixelRatio) / size.width;
    el.style.colorScheme = light(paper) < 0.18 ? 'dark' : 'light'; // of sliders and boxes
    const ink = String(paper) === String(drawn.paper) ? drawn.ink : inkFor(paper);
    if (still !== drawn.still || zoom !== drawn.zoom || ink !== drawn.ink) {
      drawn = { still, zoom, ink, paper };
      await replay(layer, still.block ? [still] : [], size, zoom, ink);
    }
    if (frame.moving.commands.some(([kind]) => kind === 'image')) await prepare(frame.moving);
    if (frame !== model.get('frame')) return; // a later one has come meanwhile
    await replayOver(canvas, layer, frame.moving, zoom, ink);
  };
  const show = async () => {
    const frame = model.get('frame');
    for (const [name, value] of Object.entries(frame.values)) {
      if (!(name in wanted.set)) controls[name].show(value);
      controls[name].wait?.(frame.slow);
    }
    canvas.setAttribute('aria-label', frame.alt);
    picture.hidden = !frame.moving;
    error.textContent = frame.error;
    error.hidden = !frame.error;
    said.textContent = frame.text;
    if (frame.text.length > unseen.textContent.length) unseen.textContent = frame.text;
    try { await paint(); } finally {
      clearTimeout(waiting);
      waiting = null;
      flush();
    }
  };
  const progress = ({ progress: html }) => {
    if (html === undefined) return;
    clearTimeout(waiting);
    said.innerHTML = html;
  };
  const end = () => { // the only change of a connection is that it is lost
    gone = true;
    clearTimeout(waiting);
    for (const node of row.querySelectorAll('input, select, button')) node.disabled = true;
    said.textContent = model.get('frame').text;
    note('The kernel was restarted or has ended. Run this cell again to move the picture.');
  };
  const fit = () => { // a narrow page asks for a narrower figure, so that its text can still be read
    const width = el.clientWidth;
    if (width && Math.abs(width - fitted) > 0.03 * fitted && !gone) send({ width: (fitted = width) });
    stored ??= hideStored(el);
    if (performance.now() - shown < 2000 && el.closest(JUST_RUN)) el.scrollIntoView({ block: 'nearest' });
    paint();
  };

  el.classList.add('explore');
  el.append(picture, error, line, row);
  const resized = new ResizeObserver(fit), themed = new MutationObserver(paint);
  resized.observe(el);
  const screen = ['(forced-colors: active)', '(prefers-color-scheme: dark)', `(resolution: ${devicePixelRatio}dppx)`]
    .map((query) => matchMedia(query));
  for (const query of screen) query.addEventListener('change', paint);
  for (const node of [document.documentElement, document.body]) themed.observe(node, { attributes: true });
  const heard = Object.entries({ 'change:frame': show, 'msg:custom': progress, comm_live_update: end });
  for (const [event, act] of heard) model.on(event, act);
  show();
  return () => {
    if (stored) stored.style.display = '';
    for (const observer of [resized, themed]) observer.disconnect();
    for (const query of screen) query.removeEventListener('change', paint);
    for (const [event, act] of heard) model.off(event, act);
  };
}

/** Hide the picture that is stored beside the live one, in the output before it; return its place. */
function hideStored(el) {
  const all = '.jp-OutputArea, .jp-Cell, #output-area, .cell_container, body'; // of this cell
  for (let node = el; node && !node.matches(all); node = node.parentElement) {
    const before = node.previousElementSibling;
    if (before?.querySelector('.explore-stored')) { before.style.display = 'none'; return before; }
  }
  return null;
}

async function replayOver(canvas, layer, moving, zoom, ink) {
  await prepare(moving);
  const { width, height } = layer, context = canvas.getContext('2d');
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  context.clearRect(0, 0, width, height);
  context.drawImage(layer, 0, 0);
  draw(context, moving, height, zoom, ink);
}

export default { render };
