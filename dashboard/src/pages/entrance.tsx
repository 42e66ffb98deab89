import type { ComponentChildren } from 'preact';
import { Form, type FormProps } from '../components/form.tsx';
import { Frame } from './frame.tsx';

/** A page that is one form: who comes here says who or what they are, and goes on. `below`: what else they may do. */
export function Entrance(props: FormProps & { title: string; hint: string; below?: ComponentChildren }) {
  const { title, hint, below, ...form } = props;
  return (
    <Frame title={title}>
      <section class="panel narrow">
        <p class="lead">{hint}</p>
        <Form {...form} />
        {below}
      </section>
    </Frame>
  );
}
