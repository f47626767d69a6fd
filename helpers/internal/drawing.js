// Draw a recording on a canvas, in the colours of the page. recorder.py says what a recording holds.

const [LINE, CURVE3, CURVE4, CLOSE] = [2, 3, 4, 79]; // codes of matplotlib.path.Path

/** Draw recordings over one another on a canvas, `zoom` device pixels for a pixel of the figure. */
export async function replay(canvas, recordings, size, zoom, ink) {
  for (const recording of recordings) await prepare(recording);
  const width = Math.round(size.width * zoom), height = Math.round(size.height * zoom);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  context.clearRect(0, 0, width, height);
  for (const recording of recordings) draw(context, recording, height, zoom, ink);
}

/** Copy the bytes to where numbers can be read from them, and decode the images among them: once. */
const prepare = (recording) => (recording.ready ??= decode(recording));

async function decode(recording) {
  const { buffer, byteOffset, byteLength } = recording.block;
  recording.bytes = buffer.slice(byteOffset, byteOffset + byteLength);
  recording.images = new Map();
  for (const [kind, ...rest] of recording.commands) {
    if (kind !== 'image') continue;
    const png = new Blob([new Uint8Array(recording.bytes, rest[4], rest[5])], { type: 'image/png' });
    recording.images.set(rest[4], await createImageBitmap(png));
  }
}

function draw(context, recording, height, zoom, ink) {
  const pen = { context, recording, height, zoom, clip: 'none' }, images = [];
  // What is drawn over an image has been chosen for it, and keeps its colour.
  const over = ([scale, count, place]) => {
    const [x, y] = numbers(pen, scale, count, place).map((value) => value / (scale || 1));
    return images.some(([left, low, width, high]) => (
      x >= left - 1 && x <= left + width + 1 && y >= low - 1 && y <= low + high + 1));
  };
  context.save();
  for (const [kind, ...rest] of recording.commands) {
    if (kind === 'image') { drawImage(pen, ...rest); images.push(rest); continue; }
    const style = recording.styles[rest[0]];
    setClip(pen, style[7]);
    const first = kind === 'path' ? rest.slice(1, 4) : rest.slice(5, 8);
    pen.ink = images.length && over(first) ? asItIs : ink;
    if (kind === 'path') {
      const snap = rest[5];
      setStyle(pen, style, snap);
      paint(pen, style, trace(pen, rest.slice(1, 5), height, snap && snapTo(pen, style)));
    } else drawMarkers(pen, style, ...rest.slice(1));
  }
  context.restore();
}

function drawImage(pen, x, y, width, height, place, length, clip) {
  setClip(pen, clip);
  const { zoom } = pen, image = pen.recording.images.get(place);
  pen.context.drawImage(image, x * zoom, pen.height - (y + height) * zoom, width * zoom, height * zoom);
}

function drawMarkers(pen, style, scale, count, place, codes, manyScale, many, places, snap) {
  setStyle(pen, style, snap);
  const path = trace(pen, [scale, count, place, codes], 0, snap && snapTo(pen, style));
  const { context, zoom } = pen, centres = numbers(pen, manyScale, many, places);
  const unit = zoom / (manyScale || 1), whole = snap ? Math.round : (x) => x;
  for (let i = 0; i < 2 * many; i += 2) {
    context.setTransform(1, 0, 0, 1, whole(centres[i] * unit), whole(pen.height - centres[i + 1] * unit));
    paint(pen, style, path);
  }
  context.setTransform(1, 0, 0, 1, 0, 0);
}

function numbers(pen, scale, count, place) {
  return new (scale ? Int16Array : Float32Array)(pen.recording.bytes, place, 2 * count);
}

/** Return a path in device pixels; `snap` (0.5, 1 or nothing) puts its corners on a grid, as Agg does. */
function trace(pen, [scale, count, place, codesAt], height, snap) {
  const values = numbers(pen, scale, count, place), unit = pen.zoom / (scale || 1), path = new Path2D();
  const onGrid = snap ? (x) => Math.round(x) + (snap === 0.5 ? 0.5 : 0) : (x) => x;
  const x = (i) => onGrid(values[2 * i] * unit), y = (i) => onGrid(height - values[2 * i + 1] * unit);
  const codes = codesAt < 0 ? null : new Uint8Array(pen.recording.bytes, codesAt, count);
  for (let i = 0; i < count; i++) {
    const code = codes ? codes[i] : i && LINE;
    if (code === LINE) path.lineTo(x(i), y(i));
    else if (code === CURVE3) { path.quadraticCurveTo(x(i), y(i), x(i + 1), y(i + 1)); i += 1; }
    else if (code === CURVE4) {
      path.bezierCurveTo(x(i), y(i), x(i + 1), y(i + 1), x(i + 2), y(i + 2)); i += 2;
    } else if (code === CLOSE) path.closePath();
    else path.moveTo(x(i), y(i));
  }
  return path;
}

const snapTo = (pen, style) => (style[0] && Math.max(1, Math.round(style[2] * pen.zoom)) % 2 ? 0.5 : 1);

function setStyle({ context, zoom, ink }, [stroke, face, width, dashes, start, cap, join], snap) {
  if (face) context.fillStyle = ink(face);
  if (!stroke) return;
  context.strokeStyle = ink(stroke);
  context.lineWidth = snap ? Math.max(1, Math.round(width * zoom)) : width * zoom;
  context.setLineDash(dashes.map((length) => length * zoom));
  Object.assign(context, { lineDashOffset: start * zoom, lineCap: cap, lineJoin: join });
}

function paint({ context }, [stroke, face], path) {
  if (face) context.fill(path);
  if (stroke) context.stroke(path);
}

function setClip(pen, clip) {
  const { context, zoom, height } = pen, wanted = JSON.stringify(clip);
  if (wanted === pen.clip) return;
  context.restore();
  context.save();
  pen.clip = wanted;
  const [box, shape] = Array.isArray(clip?.[1]) ? clip : [clip, null];
  if (box) {
    const [left, right] = [box[0], box[0] + box[2]].map((x) => Math.round(x * zoom));
    const [top, bottom] = [box[1] + box[3], box[1]].map((y) => Math.round(height - y * zoom));
    const path = new Path2D();
    path.rect(left, top, right - left, bottom - top);
    context.clip(path);
  }
  if (shape) context.clip(trace(pen, shape, height));
}

// ---------------------------------------------------------------- colours

const light = (colour) => {
  const [r, g, b] = colour.map((x) => (x /= 255) <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b; // relative luminance, WCAG 2
};
const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
const mix = (a, b, part) => a.map((x, i) => x + (b[i] - x) * part);
const parse = (text) => (text.match(/[\d.]+/g) ?? []).map(Number);

/** Return the colour of the page behind an element, [r, g, b]. */
export function paperOf(element) {
  for (let node = element; node; node = node.parentElement ?? node.getRootNode().host) {
    const [r, g, b, alpha = 1] = parse(getComputedStyle(node).backgroundColor);
    if (alpha > 0.5) return [r, g, b];
  }
  return light(parse(getComputedStyle(element).color).slice(0, 3)) > 0.4 ? [24, 24, 24] : [255, 255, 255];
}

const asItIs = ([r, g, b, alpha]) => `rgb(${r} ${g} ${b} / ${alpha})`;

/** Return a function from a colour meant for white paper to one for this paper: greys turn with the
 * paper, and a colour that would be too dark on it is mixed with white. */
export function inkFor(paper) {
  const dark = light(paper) < 0.18, black = dark ? [238, 238, 238] : [0, 0, 0], known = new Map();
  const turn = (colour) => {
    if (Math.max(...colour) - Math.min(...colour) < 12) return mix(black, paper, colour[0] / 255);
    for (let part = 0; dark && part < 1; part += 0.1) {
      const lighter = mix(colour, [255, 255, 255], part);
      if (contrast(lighter, paper) >= 4.5) return lighter;
    }
    return colour;
  };
  return ([r, g, b, alpha]) => {
    const key = `${r} ${g} ${b}`;
    if (!known.has(key)) known.set(key, turn([r, g, b]).map(Math.round).join(' '));
    return `rgb(${known.get(key)} / ${alpha})`;
  };
}
