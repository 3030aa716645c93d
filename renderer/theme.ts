import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

const gray: MantineColorsTuple = [
  '#f7f8f8',
  '#eeeff1',
  '#e2e4e7',
  '#d0d4d9',
  '#b3b9c0',
  '#8a929b',
  '#666e77',
  '#4b525a',
  '#343a41',
  '#22272c',
]

const dark: MantineColorsTuple = [
  '#d6d9dc',
  '#b4b9be',
  '#9aa0a7',
  '#646b73',
  '#454b52',
  '#363b41',
  '#272b30',
  '#1e2125',
  '#17191c',
  '#101214',
]

const accent: MantineColorsTuple = [
  '#e8f1fa',
  '#d0e2f3',
  '#a5c7e8',
  '#78abdc',
  '#4f91d0',
  '#2f77bb',
  '#1f68ad',
  '#195691',
  '#134372',
  '#0d3054',
]

/** Dense and calm: 13 px base, a four-pixel grid, neutral grays and one accent. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: 6,
  colors: { gray, dark, accent },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.45', xl: '1.35' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '2px', sm: '3px', md: '4px', lg: '6px', xl: '8px' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '18px', lineHeight: '1.35' },
      h2: { fontSize: '15px', lineHeight: '1.4' },
      h3: { fontSize: '13px', lineHeight: '1.45' },
      h4: { fontSize: '13px', lineHeight: '1.45' },
    },
  },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { size: 'md', variant: 'subtle', color: 'gray' } },
    TextInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    Autocomplete: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 120 } } },
    Modal: { defaultProps: { transitionProps: { duration: 140 }, closeButtonProps: { 'aria-label': 'Close' } } },
    Menu: { defaultProps: { transitionProps: { duration: 120 } } },
    Table: { defaultProps: { verticalSpacing: 4, horizontalSpacing: 8 } },
  },
})

/** The few colors that Mantine's own variables do not name: surfaces of the frame and text that must stay AA. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-error': '#b42318',
    '--mantine-color-dimmed': '#59616a',
    '--mantine-color-placeholder': '#646c75',
    '--frame': '#f3f4f5',
    '--panel': '#ffffff',
    '--line': '#d9dce0',
    '--hover': '#eef0f2',
    '--selected': '#dfeaf6',
    '--text': '#1d2125',
    '--accent-text': '#195691',
    '--warning-text': '#8a4b00',
    '--error-text': '#b42318',
    '--good-text': '#17693b',
    '--waveform': '#5b7083',
  },
  dark: {
    '--mantine-color-body': '#17191c',
    '--mantine-color-error': '#ff8f84',
    '--mantine-color-dimmed': '#a0a7ae',
    '--mantine-color-placeholder': '#949ba3',
    '--frame': '#101214',
    '--panel': '#17191c',
    '--line': '#2d3238',
    '--hover': '#1f2327',
    '--selected': '#1d3145',
    '--text': '#dfe2e5',
    '--accent-text': '#82b6e6',
    '--warning-text': '#f0b060',
    '--error-text': '#ff8f84',
    '--good-text': '#6fcf97',
    '--waveform': '#8fa3b5',
  },
})
