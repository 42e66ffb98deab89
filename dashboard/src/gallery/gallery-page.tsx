export function GalleryPage() {
  return <p>todo</p>;
}
