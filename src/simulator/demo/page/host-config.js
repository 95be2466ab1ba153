/** How Teams draws cards, told in the renderer's own terms: sizes, colours and spaces for both themes. */
const palettes = {
  light: {
    text: ['#242424', '#5c5c5c'],
    accent: ['#4f52b2', '#5b5fc7'],
    good: ['#0e700e', '#237b4b'],
    warning: ['#8a5a00', '#9a6700'],
    attention: ['#b10e1c', '#c4314b'],
    surface: '#ffffff',
    emphasis: '#f5f5f5',
    tints: { good: '#f1faf1', warning: '#fff9f0', attention: '#fdf3f4', accent: '#eeeefb' },
    line: '#e0e0e0',
  },
  dark: {
    text: ['#ffffff', '#b8b8b8'],
    accent: ['#a8acf8', '#9299f7'],
    good: ['#54b054', '#6bbd6b'],
    warning: ['#faa06b', '#e8a33d'],
    attention: ['#f1707b', '#e37d80'],
    surface: '#292929',
    emphasis: '#333333',
    tints: { good: '#12301a', warning: '#3a2a0c', attention: '#3f1317', accent: '#2b2b45' },
    line: '#4a4a4a',
  },
};

export function hostConfig(theme) {
  const palette = palettes[theme];
  const pair = ([normal, subtle]) => ({ default: normal, subtle });
  const foregroundColors = {
    default: pair(palette.text),
    dark: pair(['#242424', '#5c5c5c']),
    light: pair(['#ffffff', '#d6d6d6']),
    accent: pair(palette.accent),
    good: pair(palette.good),
    warning: pair(palette.warning),
    attention: pair(palette.attention),
  };
  const container = (backgroundColor) => ({ backgroundColor, foregroundColors, borderColor: palette.line });
  const font = (fontFamily) => ({
    fontFamily,
    fontSizes: { small: 12, default: 14, medium: 15, large: 18, extraLarge: 22 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
  });
  return {
    supportsInteractivity: true,
    choiceSetInputValueSeparator: ',',
    fontTypes: {
      default: font("'Segoe UI', system-ui, 'Noto Sans', sans-serif"),
      monospace: font("Consolas, 'Liberation Mono', monospace"),
    },
    spacing: { small: 6, default: 10, medium: 14, large: 20, extraLarge: 28, padding: 14 },
    separator: { lineThickness: 1, lineColor: palette.line },
    imageSizes: { small: 32, medium: 52, large: 100 },
    textStyles: { heading: { size: 'large', weight: 'bolder' }, columnHeader: { weight: 'bolder' } },
    textBlock: { headingLevel: 3 },
    containerStyles: {
      default: container(palette.surface),
      emphasis: container(palette.emphasis),
      accent: container(palette.tints.accent),
      good: container(palette.tints.good),
      warning: container(palette.tints.warning),
      attention: container(palette.tints.attention),
    },
    actions: {
      maxActions: 6,
      spacing: 'default',
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
    },
    inputs: {
      label: {
        inputSpacing: 'small',
        requiredInputs: { weight: 'bolder', suffix: ' *', suffixColor: 'attention' },
        optionalInputs: { weight: 'bolder' },
      },
      errorMessage: { color: 'attention', weight: 'default', size: 'small', spacing: 'small' },
    },
    factSet: { title: { weight: 'bolder', wrap: true, maxWidth: 130 }, value: { wrap: true }, spacing: 14 },
    imageSet: { imageSize: 'medium', maxImageHeight: 100 },
    adaptiveCard: { allowCustomStyle: false },
  };
}
