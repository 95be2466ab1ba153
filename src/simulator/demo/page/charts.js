/**
 * The charts of Teams, which Microsoft's published renderer does not know: drawn plainly, to see what a card with them
 * looks like on a desktop. Phones draw none, so a card must do without.
 */
const COLORS = {
  good: '#237b4b',
  warning: '#e8a33d',
  attention: '#c4314b',
  neutral: '#8a8886',
  categoricalBlue: '#4f6bed',
};

const DRAWN = {
  'Chart.HorizontalBar': ({ data }) => bars(data.map(({ x, y, color }) => ({ name: x, value: y, color }))),
  'Chart.VerticalBar.Grouped': ({ data }) => groups(data),
  'Chart.Donut': ({ data }) => [
    ring(data),
    ...data.map(({ legend, value, color }) => key(`${legend} ${value}`, color)),
  ],
};

const registry = new AdaptiveCards.CardObjectRegistry();
AdaptiveCards.GlobalRegistry.populateWithDefaultElements(registry);
for (const [type, draw] of Object.entries(DRAWN)) registry.register(type, chartElement(type, draw));

/** How a client that draws charts reads a card. */
export function contextWithCharts() {
  const context = new AdaptiveCards.SerializationContext();
  context.setElementRegistry(registry);
  return context;
}

function chartElement(type, draw) {
  return class extends AdaptiveCards.CardElement {
    getJsonTypeName() {
      return type;
    }

    internalParse(source, context) {
      super.internalParse(source, context);
      this.source = source;
    }

    internalRender() {
      return box('chart', [box('chart-title', [], this.source.title ?? ''), ...draw(this.source)]);
    }
  };
}

function bars(values, most = Math.max(...values.map(({ value }) => value))) {
  return values.map(({ name, value, color }) => {
    const bar = box('chart-bar');
    bar.style.width = `${(100 * value) / most}%`;
    bar.style.background = COLORS[color];
    return box('chart-row', [
      box('chart-name', [], name),
      box('chart-track', [bar]),
      box('chart-value', [], `${value}`),
    ]);
  });
}

function groups(data) {
  const most = Math.max(...data.flatMap(({ values }) => values.map(({ y }) => y)));
  return data[0].values.map(({ x }, index) => {
    const values = data.map(({ legend, values: all, color }) => ({ name: legend, value: all[index].y, color }));
    return box('chart-group', [box('chart-title', [], x), ...bars(values, most)]);
  });
}

function ring(data) {
  const total = data.reduce((sum, { value }) => sum + value, 0);
  let turned = 0;
  const parts = data.map(({ value, color }) => {
    const from = turned;
    turned += value / total;
    return `${COLORS[color]} ${from}turn ${turned}turn`;
  });
  const element = box('chart-ring', [box('chart-hole', [], `${total}`)]);
  element.style.background = `conic-gradient(${parts.join(', ')})`;
  return element;
}

function key(text, color) {
  const dot = box('chart-dot');
  dot.style.background = COLORS[color];
  return box('chart-row', [dot, box('chart-name', [], text)]);
}

function box(className, children = [], text = '') {
  const element = document.createElement('div');
  element.className = className;
  element.textContent = text;
  element.append(...children);
  return element;
}
