export const appearance = {
  theme: 'Оформление',
  themes: {
    system: 'Как на устройстве',
    light: 'Светлое',
    dark: 'Тёмное',
    'night-eyes': 'Ночное, тёплое',
    'high-contrast': 'Высокий контраст',
  },
  language: 'Язык',
  languages: { ru: 'Русский', en: 'English' },
  density: 'Строки таблиц',
  densities: { comfortable: 'Просторно', compact: 'Плотно' },
}
