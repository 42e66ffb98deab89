/** A set as a picture for people: the count in its ring, and the figures that are wanted. */
export interface Picture {
  title: string;
  count: string;
  reps: string;
  figures: readonly (readonly [label: string, value: string])[];
  /** The last line, such as a name and a day. */
  under: readonly string[];
}

/** As wide and high as the apps that show pictures like them. */
const WIDTH = 1080;
const HEIGHT = 1350;
const INK = '#f4f8f6';
const SOFT = '#aab8b3';
const MET = '#3ee08f';

/** @throws Error when the browser can't make a picture */
export function drawSet({ title, count, reps, figures, under }: Picture): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('this browser draws no pictures');
  const family = getComputedStyle(document.body).fontFamily;
  pen.fillStyle = '#0b0f0e';
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.textAlign = 'center';
  const write = (text: string, y: number, size: number, colour = INK, x = WIDTH / 2, widest = WIDTH - 120) => {
    pen.font = `700 ${size}px ${family}`;
    pen.fillStyle = colour;
    pen.fillText(text, x, y, widest);
  };
  write(title, 150, 72);
  pen.strokeStyle = MET;
  pen.lineWidth = 44;
  pen.beginPath();
  pen.arc(WIDTH / 2, 560, 300, 0, 2 * Math.PI);
  pen.stroke();
  write(count, 640, 300, INK, WIDTH / 2, 480);
  write(reps, 730, 64, SOFT, WIDTH / 2, 480);
  figures.forEach(([label, value], index) => {
    const x = (WIDTH / (figures.length + 1)) * (index + 1);
    const widest = WIDTH / (figures.length + 1) - 20;
    write(value, 1040, 64, INK, x, widest);
    write(label, 1100, 36, SOFT, x, widest);
  });
  write(under.join(' · '), 1220, 44, SOFT);
  write('Lockout', 1300, 36, SOFT);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture is empty'))), 'image/png'),
  );
}
