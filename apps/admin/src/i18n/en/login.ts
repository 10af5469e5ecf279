import type { CatalogueShape } from '../catalogue-shape.ts'
import type { login as russian } from '../ru/login.ts'

export const login = {
  demoIntro:
    'This is a demonstration: an invented dental office and a month of its conversations. Try everything; it begins anew at the next start.',
  demoOwner: 'Look around inside',
  demoGuest: 'Enter as a guest: questions and answers only',
  title: 'Log in',
  intro: 'Control panel of your secretary',
  name: 'User name',
  password: 'Password',
  submit: 'Log in',
  nameMissing: 'Enter your user name',
  passwordMissing: 'Enter your password',
  wrong: 'Name or password did not match. Check the keyboard layout and Caps Lock.',
  delayed: 'Too many attempts. Try again in {duration}.',
  delayOver: 'You can try again now.',
  forgotten: 'Forgot the password? On the computer that runs the secretary, use the command',
  nameInCommand: 'NAME',
} satisfies CatalogueShape<typeof russian>
