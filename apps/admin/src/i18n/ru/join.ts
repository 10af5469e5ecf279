export const join = {
  pageTitle: 'Приглашение',
  title: 'Вас приглашают: {business}',
  anyBusiness: 'Секретарь',
  intro: 'Придумайте имя и пароль. Ваша роль — «{role}».',
  introBy: 'Приглашает {name}. Придумайте имя и пароль. Ваша роль — «{role}».',
  submit: 'Создать вход',
}
